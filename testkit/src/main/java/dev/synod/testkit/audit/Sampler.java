package dev.synod.testkit.audit;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Takes the first of each class, and of all others one in 16. */
final class Sampler {
  private static final int ONE_IN = 16;

  private final SplittableRandom dice;
  private final Set<Class<?>> seen = new HashSet<>();

  Sampler(long seed) {
    this.dice = new SplittableRandom(seed);
  }

  boolean takes(Object asked) {
    return seen.add(asked.getClass()) || dice.nextInt(ONE_IN) == 0;
  }
}
