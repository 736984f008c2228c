package dev.synod.testkit.sim;

import java.util.List;

/** A run that broke a law: what, the seed that repeats it, the faults, and what happened last. */
public final class Failure extends AssertionError {
  private static final int LINES = 120;
  private static final long serialVersionUID = 1;

  private final long seed;
  private final String what;

  private Failure(long seed, String what, String message) {
    super(message);
    this.seed = seed;
    this.what = what;
  }

  static Failure of(long seed, String what, Story story) {
    List<String> faults = story.faults();
    String message =
        what
            + "\n  at "
            + story.nanos() / 1_000_000
            + " ms of virtual time, seed "
            + seed
            + "; again: mvn test -Dsynod.seed="
            + seed
            + "\n  faults:\n    "
            + String.join("\n    ", faults)
            + "\n  the last events:\n    "
            + String.join("\n    ", story.last(LINES));
    return new Failure(seed, what, message);
  }

  /** The seed that repeats the run. */
  public long seed() {
    return seed;
  }

  /** The breach, in one line. */
  public String what() {
    return what;
  }
}
