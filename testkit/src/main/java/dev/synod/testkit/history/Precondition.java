package dev.synod.testkit.history;

import java.util.Optional;

/**
 * In which states an operation can have the outcome that it had; a {@link Model} tells the checker.
 *
 * @param everywhere true if every state will do
 * @param only the one state that will do, if there is exactly one
 * @param except the one state that will not do, if there is exactly one
 */
public record Precondition<S>(boolean everywhere, Optional<S> only, Optional<S> except) {

  public Precondition {
    if ((everywhere ? 1 : 0) + (only.isPresent() ? 1 : 0) + (except.isPresent() ? 1 : 0) > 1) {
      throw new IllegalArgumentException(
          "precondition everywhere: %s, only in %s, except in %s: at most one can be"
              .formatted(everywhere, only, except));
    }
  }

  /** Possible in every state: a blind write. */
  public static <S> Precondition<S> none() {
    return new Precondition<>(true, Optional.empty(), Optional.empty());
  }

  /** Possible in this state only: a read of it. */
  public static <S> Precondition<S> exactly(S state) {
    return new Precondition<>(false, Optional.of(state), Optional.empty());
  }

  /** Possible in every state but this: a compare-and-set that was refused. */
  public static <S> Precondition<S> except(S state) {
    return new Precondition<>(false, Optional.empty(), Optional.of(state));
  }

  /** The model does not say; always right. */
  public static <S> Precondition<S> unclear() {
    return new Precondition<>(false, Optional.empty(), Optional.empty());
  }

  boolean isClear() {
    return everywhere || only.isPresent() || except.isPresent();
  }

  /** Whether it is known not to hold in the state. */
  boolean excludes(S state) {
    return only.isPresent()
        ? !only.get().equals(state)
        : except.isPresent() && except.get().equals(state);
  }
}
