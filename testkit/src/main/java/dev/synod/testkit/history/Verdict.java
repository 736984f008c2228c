package dev.synod.testkit.history;

import java.util.List;
import java.util.Map;

/** What the checker found: the history is linearizable, is not, or was too hard to tell. */
public sealed interface Verdict<I, O> {

  /** Steps that the judgement took; the same for the same history on every machine. */
  long steps();

  /** True only if an order was found; an undecided history is not called linearizable. */
  default boolean isLinearizable() {
    return this instanceof Linearizable;
  }

  /** Throws {@link AssertionError} with the report unless the history is linearizable. */
  default void orFail() {
    if (!isLinearizable()) {
      throw new AssertionError(toString());
    }
  }

  /**
   * One order fits.
   *
   * @param orders for each part of the object, by first use, the operations in an order that the
   *     model allows and that keeps real time; of the unknown ones those that it needs
   */
  record Linearizable<I, O>(Map<Object, List<Operation<I, O>>> orders, long steps)
      implements Verdict<I, O> {

    @Override
    public String toString() {
      return "Linearizable: %d parts, %d steps".formatted(orders.size(), steps);
    }
  }

  /**
   * No order fits, shown on few operations: from the states before the window, no order of the
   * operations of the window gets past the culprit, whatever the operations left out did.
   *
   * @param partition the part of the object concerned
   * @param before the states in which the window may begin, in words
   * @param window the operations needed to see it, by start
   * @param culprit the operation of the window that fits nowhere; all that ended before it fit
   * @param possible the states in which the object can be when the culprit ends, in words
   * @param report all of this as a picture
   */
  record Violation<I, O>(
      Object partition,
      List<String> before,
      List<Operation<I, O>> window,
      Operation<I, O> culprit,
      List<String> possible,
      String report,
      long steps)
      implements Verdict<I, O> {

    @Override
    public String toString() {
      return report;
    }
  }

  /**
   * The work bound was reached before an order was found or excluded.
   *
   * @param partition the part of the object that was too hard
   * @param operations how many operations concern it
   */
  record Undecided<I, O>(Object partition, int operations, WorkBound bound, long steps)
      implements Verdict<I, O> {

    @Override
    public String toString() {
      return ("Undecided after %d steps (bound: %d steps, %d configurations) on %s with %d operations:"
              + " raise the bound, or let fewer operations meet")
          .formatted(steps, bound.steps(), bound.configurations(), partition, operations);
    }
  }
}
