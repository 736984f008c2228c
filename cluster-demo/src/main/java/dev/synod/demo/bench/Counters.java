package dev.synod.demo.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What all JVMs of a run have used since they began; empty where one of them can't be read.
 *
 * @param cpuSeconds of client and nodes, in user and in system mode
 * @param bytes that the nodes' stores wrote; what the kernel counts for a process is whole folios,
 *     which can be a mebibyte for each sync
 * @param syncs of the nodes' stores
 */
record Counters(OptionalDouble cpuSeconds, OptionalDouble bytes, OptionalDouble syncs) {
  private static final double THOUSAND = 1000;

  /** Nothing can be read. */
  static final Counters NONE =
      new Counters(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /** What an operation has cost since then, where there were any. */
  Figures since(Counters before, double operations) {
    Figures figures = Figures.NONE;
    if (operations > 0) {
      figures = add(figures, Figure.CPU, before.cpuSeconds, cpuSeconds, operations / THOUSAND);
      figures = add(figures, Figure.BYTES, before.bytes, bytes, operations);
      figures = add(figures, Figure.SYNCS, before.syncs, syncs, operations);
    }
    return figures;
  }

  private static Figures add(
      Figures figures, Figure figure, OptionalDouble from, OptionalDouble to, double share) {
    return from.isPresent() && to.isPresent()
        ? figures.with(figure, (to.getAsDouble() - from.getAsDouble()) / share)
        : figures;
  }

  /** The sum of what all have; empty if one has nothing. */
  static OptionalDouble sum(Iterable<Optional<Double>> parts) {
    double sum = 0;
    for (Optional<Double> part : parts) {
      if (part.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += part.get();
    }
    return OptionalDouble.of(sum);
  }
}
