package dev.synod.testkit.law;

import java.util.Optional;

/**
 * Something that must hold in every run. It watches and remembers the first time that it does not.
 */
public abstract class Law implements Onlooker {
  private Optional<String> broken = Optional.empty();

  /** True while it has held. */
  public final boolean holds() {
    return broken.isEmpty();
  }

  /** The first breach, in one line. */
  public final Optional<String> broken() {
    return broken.map(line -> getClass().getSimpleName() + ": " + line);
  }

  /** A breach if the condition does not hold. */
  protected final void require(boolean condition, String fact, Object... facts) {
    if (!condition && broken.isEmpty()) {
      broken = Optional.of(fact.formatted(facts));
    }
  }
}
