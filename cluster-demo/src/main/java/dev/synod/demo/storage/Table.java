package dev.synod.demo.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells, of which the first is text. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of(head));
  }

  void add(Object... cells) {
    rows.add(IntStream.range(0, cells.length).mapToObj(i -> String.valueOf(cells[i])).toList());
  }

  /** Each row as a line; all but the first column are numbers. */
  List<String> lines() {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  /** Each row as a line; all columns are text. */
  List<String> leftAligned() {
    int[] widths = widths();
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, widths.length)
                    .mapToObj(i -> row.get(i) + gap(row, widths, i))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .toList();
  }

  private int[] widths() {
    return IntStream.range(0, rows.get(0).size())
        .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
        .toArray();
  }

  private static String gap(List<String> row, int[] widths, int column) {
    return " ".repeat(widths[column] - row.get(column).length());
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = gap(row, widths, i);
      line.append(i == 0 ? "" : "  ");
      line.append(i == 0 ? row.get(i) + gap : gap + row.get(i));
    }
    return line.toString();
  }
}
