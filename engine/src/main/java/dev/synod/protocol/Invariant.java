package dev.synod.protocol;

/** The one way to halt on a broken rule: what is false can't be repaired by going on. */
public final class Invariant {
  private Invariant() {}

  /**
   * Throws {@link Breach} naming the rule (an id of the safety rules) unless the condition holds.
   */
  public static void require(boolean condition, String rule, String fact, Object... facts) {
    if (!condition) {
      throw new Breach(rule, String.format(fact, facts));
    }
  }

  /** A rule that must always hold does not: this member stops for good. */
  public static final class Breach extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private Breach(String rule, String fact) {
      super("rule " + rule + " is broken: " + fact);
    }
  }
}
