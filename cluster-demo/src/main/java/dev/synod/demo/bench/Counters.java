package dev.synod.demo.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What all JVMs of a run have used since they began, as far as it can be read of each of them.
 *
 * @param cpu seconds of client and nodes, in user and in system mode
 * @param bytes that the nodes' stores wrote; what the kernel counts for a process is whole folios,
 *     which can be a mebibyte for each sync
 * @param syncs of the nodes' stores
 */
record Counters(Optional<Count> cpu, Optional<Count> bytes, Optional<Count> syncs) {
  private static final double SECOND = 1e9;
  private static final double THOUSAND = 1000;

  /** Nothing can be read. */
  static final Counters NONE = new Counters(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A sum over JVMs.
   *
   * @param nanos when it was read: that takes its time on a machine that works
   */
  record Count(double sum, long nanos) {
    /** How fast it has grown since then. */
    double perSecondSince(Count before) {
      return (sum - before.sum) * SECOND / (nanos - before.nanos);
    }
  }

  /** What an operation costs, where so many were done in each second since then. */
  Figures since(Counters before, double perSecond) {
    Figures figures = Figures.NONE;
    if (perSecond > 0) {
      figures = add(figures, Figure.CPU, before.cpu, cpu, perSecond / THOUSAND);
      figures = add(figures, Figure.BYTES, before.bytes, bytes, perSecond);
      figures = add(figures, Figure.SYNCS, before.syncs, syncs, perSecond);
    }
    return figures;
  }

  private static Figures add(
      Figures figures, Figure figure, Optional<Count> from, Optional<Count> to, double share) {
    return from.isPresent() && to.isPresent()
        ? figures.with(figure, to.get().perSecondSince(from.get()) / share)
        : figures;
  }

  /** The sum of what all have; empty if one has nothing. */
  static Optional<Count> sum(Iterable<OptionalDouble> parts, long nanos) {
    double sum = 0;
    for (OptionalDouble part : parts) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
      sum += part.getAsDouble();
    }
    return Optional.of(new Count(sum, nanos));
  }
}
