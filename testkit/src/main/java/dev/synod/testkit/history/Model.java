package dev.synod.testkit.history;

import java.util.Optional;

/**
 * The sequential specification of an object: what one client alone would see (Herlihy and Wing
 * 1990).
 *
 * <p>States are values with {@code equals} and {@code hashCode}; {@code apply} never changes its
 * argument and is deterministic. Only the first three methods are needed. The others tell the
 * checker what it may skip; whoever leaves them alone loses speed, never truth, but a false answer
 * there can make the verdict false. The checker notices most false answers and then stops with
 * {@link IllegalStateException}.
 *
 * @param <S> state of the object, or of one part of it
 * @param <I> what a client asks
 * @param <O> what a client sees
 */
public interface Model<S, I, O> {

  /** The part to which everything belongs unless {@link #partition} says otherwise. */
  String WHOLE = "the whole object";

  /** The state before the first operation, of every part alike. */
  S initial();

  /** The state after the operation; empty if it cannot have this output in this state. */
  Optional<S> apply(S state, I input, O output);

  /** The state after the operation if it takes effect here and nobody sees its output. */
  S applyUnknown(S state, I input);

  /**
   * The part of the object that the operation concerns: parts that share no state are checked apart
   * (P-compositionality, Horn and Kroening 2015). States are then states of one part. Needs {@code
   * equals} and {@code hashCode}.
   */
  default Object partition(I input) {
    return WHOLE;
  }

  /**
   * Whether the operation with this outcome changes no state at all, wherever it is possible: a
   * read, a refused compare-and-set. Empty output: with any outcome.
   */
  default boolean readOnly(I input, Optional<O> output) {
    return false;
  }

  /**
   * In which states the operation can have this outcome; with empty output: in which states it has
   * an effect.
   */
  default Precondition<S> precondition(I input, Optional<O> output) {
    return Precondition.unclear();
  }

  /**
   * The state that the operation leaves behind whenever it has an effect, if that is always the
   * same: the value written, the new value of a compare-and-set. Empty if it depends on the state
   * before.
   */
  default Optional<S> leaves(I input) {
    return Optional.empty();
  }

  /**
   * Whether any operations at all could lead from one state to another: false for a counter that
   * only grows and a smaller count.
   */
  default boolean canLeadTo(S from, S to) {
    return true;
  }

  /** The operation in a few words for the report. */
  default String describe(I input, Optional<O> output) {
    return input + " -> " + output.map(Object::toString).orElse("?");
  }

  /** The state in a few words for the report. */
  default String describeState(S state) {
    return state.toString();
  }
}
