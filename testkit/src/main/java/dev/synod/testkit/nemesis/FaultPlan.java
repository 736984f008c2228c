package dev.synod.testkit.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which harm comes how often, and for how long.
 *
 * @param weights a kind with weight 2 comes twice as often as one with weight 1; without a weight,
 *     or with 0, never
 * @param every the mean time between two faults, above 0; each run has a pace of its own, up to
 *     four times as fast
 * @param lasting how long it goes on; after it everything is mended
 * @param slowest clocks go at least at this rate, above 0 and at most 1
 * @param fastest and at most at this one, 1 or more
 */
public record FaultPlan(
    Map<Fault, Integer> weights, Duration every, Duration lasting, double slowest, double fastest) {
  /** Refuses weights and times below their bounds; copies the weights in the order of the kinds. */
  public FaultPlan {
    EnumMap<Fault, Integer> sorted = new EnumMap<>(Fault.class);
    weights.forEach(
        (fault, weight) -> {
          if (weight < 0) {
            throw new IllegalArgumentException(
                "weight " + weight + " of " + fault + " must be at least 0");
          }
          if (weight > 0) {
            sorted.put(fault, weight);
          }
        });
    if (every.isZero() || every.isNegative()) {
      throw new IllegalArgumentException("time between two faults " + every + " must be above 0");
    }
    if (lasting.isNegative()) {
      throw new IllegalArgumentException("time of harm " + lasting + " must be at least 0");
    }
    if (slowest <= 0 || slowest > 1 || fastest < 1) {
      throw new IllegalArgumentException(
          "clocks at rates from " + slowest + " to " + fastest + " must be from above 0 over 1 on");
    }
    weights = Collections.unmodifiableMap(sorted);
  }

  /** No harm at all, for a while. */
  public static FaultPlan none() {
    return new FaultPlan(Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(5), 1, 1);
  }

  /** Every kind, equally often. */
  public static FaultPlan all() {
    Map<Fault, Integer> weights = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      weights.put(fault, 1);
    }
    return new FaultPlan(weights, Duration.ofMillis(400), Duration.ofSeconds(8), 0.5, 2);
  }

  /** The same but for one kind. */
  public FaultPlan without(Fault fault) {
    Map<Fault, Integer> rest = new EnumMap<>(Fault.class);
    rest.putAll(weights);
    rest.remove(fault);
    return new FaultPlan(rest, every, lasting, slowest, fastest);
  }

  /** The same for another time. */
  public FaultPlan lasting(Duration time) {
    return new FaultPlan(weights, every, time, slowest, fastest);
  }

  /** The same with clocks that drift no further; 0.5 and 2 if nothing is said. */
  public FaultPlan clocks(double slow, double fast) {
    return new FaultPlan(weights, every, lasting, slow, fast);
  }

  /**
   * Some kinds, each with its own weight: what only some of them bring about is rare when all are
   * at work (swarm testing: Groce et al., ISSTA 2012). Changes of the members are not among them:
   * their operator has a pace of its own.
   *
   * @param atLeast kinds at least; all, if there are no more
   */
  FaultPlan swarm(SplittableRandom dice, int atLeast) {
    List<Fault> kinds = new ArrayList<>(weights.keySet());
    kinds.remove(Fault.MEMBERSHIP);
    Map<Fault, Integer> some = new EnumMap<>(Fault.class);
    int count = Math.min(kinds.size(), atLeast + dice.nextInt(4));
    while (some.size() < count) {
      Fault kind = kinds.remove(dice.nextInt(kinds.size()));
      some.put(kind, weights.getOrDefault(kind, 1) * (1 + dice.nextInt(4)));
    }
    return new FaultPlan(some, every, lasting, slowest, fastest);
  }
}
