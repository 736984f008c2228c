package dev.synod.demo.bench;

import dev.synod.demo.bench.Cell.Open;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** For people: a row a cell; below it least and most, where there were several rounds. */
final class TableReport implements Report {
  private static final int CELL = 34;
  private static final int WIDTH = 12;
  private static final Set<Figure> ALWAYS =
      EnumSet.of(
          Figure.PER_SECOND,
          Figure.P50,
          Figure.P99,
          Figure.P999,
          Figure.LONGEST,
          Figure.CPU,
          Figure.BYTES,
          Figure.SYNCS,
          Figure.ERRORS);
  private static final Set<Figure> BASELINE =
      EnumSet.of(Figure.LEVELDB, Figure.FILE, Figure.ECHO_1, Figure.ECHO_64);

  private final Consumer<String> out;
  private final List<Figure> columns = new ArrayList<>(ALWAYS);

  TableReport(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void begin(Setting setting) {
    Plan plan = setting.plan();
    out.accept(setting.toString());
    out.accept(
        plan.cells().get(0).load() instanceof Open
            ? "open loop: latency from the intended start, also of what was sent late"
            : "closed loop: service time, from sending to the answer; a group that stalls is asked"
                + " less");
    if (plan.killLeader()) {
      columns.addAll(List.of(Figure.UNKNOWN, Figure.FAIL_OVER));
    }
    out.accept("");
    out.accept(pad("") + columns.stream().map(it -> cell(it.title())).collect(row()));
  }

  @Override
  public void tell(Cell cell, List<Figures> rounds) {
    Figures median = Figures.median(rounds);
    out.accept(line(cell.toString(), median));
    if (rounds.size() > 1) {
      out.accept(line("  least", Figures.least(rounds)));
      out.accept(line("  most", Figures.most(rounds)));
    }
    String baseline =
        BASELINE.stream()
            .filter(figure -> median.get(figure).isPresent())
            .map(figure -> figure.title() + ": " + number(figure, median))
            .collect(Collectors.joining("; "));
    if (!baseline.isEmpty()) {
      out.accept("  baseline of %d B: %s".formatted(cell.valueBytes(), baseline));
    }
  }

  private String line(String title, Figures figures) {
    return pad(title) + columns.stream().map(it -> cell(number(it, figures))).collect(row());
  }

  static String number(Figure figure, Figures figures) {
    OptionalDouble value = figures.get(figure);
    return value.isPresent()
        ? String.format(Locale.ROOT, "%." + figure.decimals() + "f", value.getAsDouble())
        : "-";
  }

  private static Collector<CharSequence, ?, String> row() {
    return Collectors.joining(" ");
  }

  private static String pad(String text) {
    return String.format("%-" + CELL + "s", text);
  }

  private static String cell(String text) {
    return String.format("%" + WIDTH + "s", text);
  }
}
