package dev.synod.testkit.sim;

import org.jspecify.annotations.Nullable;

/** A run that broke a law: what, the seed that repeats it, the faults, and what happened last. */
public final class Failure extends AssertionError {
  private static final int LINES = 120;
  private static final long serialVersionUID = 1;

  private final long seed;
  private final String what;
  private final String story;

  private Failure(long seed, String what, String again, String story, @Nullable Throwable cause) {
    super("%s%n  again: %s%n%s".formatted(what, again, story), cause);
    this.seed = seed;
    this.what = what;
    this.story = story;
  }

  static Failure of(long seed, String what, Story story) {
    return new Failure(seed, what, "the same test, with seed " + seed, told(seed, story), null);
  }

  /** A run that something else than a law has ended. */
  static Failure of(long seed, Throwable cause, Story story) {
    String what = "the run ended in " + cause;
    return new Failure(seed, what, "the same test, with seed " + seed, told(seed, story), cause);
  }

  /** A run that could not begin. */
  public static Failure atTheStart(long seed, Throwable cause) {
    String what = "the run could not begin: " + cause;
    return new Failure(seed, what, "the same test, with seed " + seed, "  seed " + seed, cause);
  }

  private static String told(long seed, Story story) {
    return "  seed "
        + seed
        + ", after "
        + story.nanos() / 1_000_000
        + " ms of virtual time\n  faults:\n    "
        + String.join("\n    ", story.faults())
        + "\n  the last events:\n    "
        + String.join("\n    ", story.last(LINES));
  }

  /** The same, with the command that runs this seed of this test alone. */
  public Failure in(Class<?> test) {
    return named(test, story);
  }

  /** The same, and a note on the run before its faults. */
  public Failure in(Class<?> test, String note) {
    return named(test, "  " + note + "\n" + story);
  }

  private Failure named(Class<?> test, String told) {
    String inPackage = test.getPackageName().isEmpty() ? "" : test.getPackageName() + ".";
    String name = test.getName().substring(inPackage.length());
    String quoted = name.contains("$") ? "'" + name + "'" : name;
    String again = "mvn test -Dtest=%s -Dsynod.seed=%d".formatted(quoted, seed);
    Failure named = new Failure(seed, what, again, told, getCause());
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
