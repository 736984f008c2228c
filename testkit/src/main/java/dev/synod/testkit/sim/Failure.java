package dev.synod.testkit.sim;

import java.util.List;

/** A run that broke a law: what, the seed that repeats it, the faults, and what happened last. */
public final class Failure extends AssertionError {
  private static final int LINES = 120;
  private static final long serialVersionUID = 1;

  private final long seed;
  private final String what;
  private final String story;

  private Failure(long seed, String what, String again, String story) {
    super("%s%n  again: %s%n%s".formatted(what, again, story));
    this.seed = seed;
    this.what = what;
    this.story = story;
  }

  static Failure of(long seed, String what, Story story) {
    List<String> faults = story.faults();
    String text =
        "  seed "
            + seed
            + ", after "
            + story.nanos() / 1_000_000
            + " ms of virtual time\n  faults:\n    "
            + String.join("\n    ", faults)
            + "\n  the last events:\n    "
            + String.join("\n    ", story.last(LINES));
    return new Failure(seed, what, "with seed " + seed, text);
  }

  /** The same, with the command that runs this seed of this test alone. */
  public Failure in(Class<?> test) {
    String again = "mvn test -Dtest=%s -Dsynod.seed=%d".formatted(test.getSimpleName(), seed);
    Failure named = new Failure(seed, what, again, story);
    named.setStackTrace(getStackTrace());
    return named;
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
