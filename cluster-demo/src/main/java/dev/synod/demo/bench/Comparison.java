package dev.synod.demo.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.demo.input.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two runs' figures of the same cells, and how many times the first's the second's are. */
final class Comparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What makes a cell the same in both runs. */
  private static final List<String> IDENTITY =
      List.of(
          "mode",
          "valueBytes",
          "loop",
          "outstanding",
          "rate",
          "nodes",
          "consistency",
          "leaseMillis",
          "killLeader");

  private Comparison() {}

  /**
   * A run's cells, in their order.
   *
   * @throws BadInput naming the line that is none
   */
  static Map<String, Figures> cells(String name, List<String> lines) {
    Map<String, Figures> cells = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        JsonNode line = parsed(name + " line " + (i + 1), lines.get(i));
        cells.put(identity(line), Figures.of(line));
      }
    }
    if (cells.isEmpty()) {
      throw new BadInput(name + " has no figures; bench --json prints them");
    }
    return cells;
  }

  private static JsonNode parsed(String place, String text) {
    try {
      JsonNode line = JSON.readTree(text);
      if (line.isObject() && line.has(Figure.PER_SECOND.key())) {
        return line;
      }
    } catch (JsonProcessingException e) {
      // Told below.
    }
    throw new BadInput(place + " is no figures of bench --json");
  }

  private static String identity(JsonNode line) {
    return IDENTITY.stream()
        .filter(line::has)
        .map(key -> key + " " + line.get(key).asText())
        .collect(Collectors.joining(", "));
  }

  /** As lines: per cell each figure that both have; then which cells only one has. */
  static List<String> lines(Map<String, Figures> first, Map<String, Figures> second) {
    List<String> lines = new ArrayList<>();
    first.forEach(
        (cell, figures) -> {
          Figures others = second.get(cell);
          if (others == null) {
            lines.add("only in the first: " + cell);
          } else {
            lines.add(cell);
            ratios(figures, others).forEach(lines::add);
          }
        });
    second.keySet().stream()
        .filter(cell -> !first.containsKey(cell))
        .map(cell -> "only in the second: " + cell)
        .forEach(lines::add);
    return lines;
  }

  private static Stream<String> ratios(Figures first, Figures second) {
    return first.values().keySet().stream()
        .filter(second.values()::containsKey)
        .map(
            figure ->
                String.format(
                    Locale.ROOT,
                    "  %-16s %14s %14s %10s",
                    figure.title(),
                    TableReport.number(figure, first),
                    TableReport.number(figure, second),
                    ratio(first.get(figure).orElseThrow(), second.get(figure).orElseThrow())));
  }

  private static String ratio(double first, double second) {
    return first == 0 ? "-" : String.format(Locale.ROOT, "x %.3f", second / first);
  }
}
