package dev.synod.demo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What was measured; a figure that could not be read is not there. */
record Figures(NavigableMap<Figure, Double> values) {
  /** Nothing was measured. */
  static final Figures NONE = new Figures(new TreeMap<>());

  /** More digits than the five that are told would be noise. */
  private static final int DIGITS = 6;

  Figures {
    values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
  }

  /** Those in a line of JSON; whatever else it says is passed over. */
  static Figures of(JsonNode line) {
    NavigableMap<Figure, Double> values = new TreeMap<>();
    for (Figure figure : Figure.values()) {
      JsonNode value = line.path(figure.key());
      if (value.isNumber()) {
        values.put(figure, value.asDouble());
      }
    }
    return new Figures(values);
  }

  Figures with(Figure figure, double value) {
    NavigableMap<Figure, Double> more = new TreeMap<>(values);
    more.put(figure, value);
    return new Figures(more);
  }

  /** A number of things. */
  Figures with(Figure figure, long count) {
    return with(figure, (double) count);
  }

  Figures with(Figures others) {
    NavigableMap<Figure, Double> more = new TreeMap<>(values);
    more.putAll(others.values);
    return new Figures(more);
  }

  OptionalDouble get(Figure figure) {
    Double value = values.get(figure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Each figure's median by itself; of an even number the middle of the two. */
  static Figures median(List<Figures> rounds) {
    return each(rounds, Figures::middle);
  }

  /** Each figure's least. */
  static Figures least(List<Figures> rounds) {
    return each(rounds, sorted -> sorted[0]);
  }

  /** Each figure's most. */
  static Figures most(List<Figures> rounds) {
    return each(rounds, sorted -> sorted[sorted.length - 1]);
  }

  private static Figures each(List<Figures> rounds, ToDoubleFunction<double[]> choice) {
    Map<Figure, Double> chosen = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      double[] sorted =
          rounds.stream()
              .map(round -> round.get(figure))
              .flatMapToDouble(OptionalDouble::stream)
              .sorted()
              .toArray();
      if (sorted.length > 0) {
        chosen.put(figure, choice.applyAsDouble(sorted));
      }
    }
    return new Figures(new TreeMap<>(chosen));
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[half]
        : DoubleStream.of(sorted[half - 1], sorted[half]).average().orElseThrow();
  }

  /** Whole numbers as such. */
  ObjectNode addTo(ObjectNode line) {
    values.forEach((figure, value) -> line.put(figure.key(), rounded(value)));
    return line;
  }

  /** A number as people write it. */
  static String plain(double value) {
    return rounded(value).toPlainString();
  }

  private static BigDecimal rounded(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    int scale = Math.max(0, DIGITS - exact.precision() + exact.scale());
    BigDecimal brief = exact.setScale(scale, RoundingMode.HALF_UP).stripTrailingZeros();
    return brief.scale() < 0 ? brief.setScale(0) : brief;
  }
}
