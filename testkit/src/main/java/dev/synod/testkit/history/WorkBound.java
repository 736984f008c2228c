package dev.synod.testkit.history;

/**
 * How much a check may cost before it gives up as undecided: deciding is NP-complete in general.
 *
 * @param steps transitions of the model and comparisons of configurations, over all partitions
 * @param configurations how many configurations may be held at a time; about 150 bytes each beside
 *     the states
 */
public record WorkBound(long steps, int configurations) {

  /** Ten to twenty seconds at worst, and some 200 MB. */
  public static final WorkBound DEFAULT = new WorkBound(100_000_000L, 1_000_000);

  public WorkBound {
    if (steps < 1 || configurations < 1) {
      throw new IllegalArgumentException(
          "work bound of %d steps, %d configurations: both must be at least 1"
              .formatted(steps, configurations));
    }
  }
}
