package dev.synod.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The outcome of a rule: the state that follows and what to say.
 *
 * @param <S> the role's state
 */
public record Step<S>(S state, List<Effect> effects) {
  /** Copies the effects: a step never changes. */
  public Step {
    effects = List.copyOf(effects);
  }

  /** Nothing to say. */
  public static <S> Step<S> stay(S state) {
    return new Step<>(state, List.of());
  }

  /** This step with more to say after it. */
  public Step<S> saying(Effect... more) {
    return saying(List.of(more));
  }

  /** This step with more to say after it. */
  public Step<S> saying(Collection<? extends Effect> more) {
    List<Effect> all = new ArrayList<>(effects);
    all.addAll(more);
    return new Step<>(state, all);
  }

  /** This step, then another from the state that it leads to. */
  public <T> Step<T> then(Function<? super S, Step<T>> next) {
    Step<T> following = next.apply(state);
    List<Effect> all = new ArrayList<>(effects);
    all.addAll(following.effects());
    return new Step<>(following.state(), all);
  }
}
