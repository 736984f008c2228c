package dev.synod.replica;

import dev.synod.protocol.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The outcome of a rule that also ends requests of this node's clients: the state that follows,
 * what to say, and what ended.
 *
 * @param <S> the state
 * @param <E> an ended request
 */
record Turn<S, E>(S state, List<Effect> effects, List<E> endings) {
  Turn {
    effects = List.copyOf(effects);
    endings = List.copyOf(endings);
  }

  static <S, E> Turn<S, E> stay(S state) {
    return new Turn<>(state, List.of(), List.of());
  }

  static <S, E> Turn<S, E> ending(S state, List<E> endings) {
    return new Turn<>(state, List.of(), endings);
  }

  /** This turn, then another from the state that it leads to. */
  Turn<S, E> then(Function<? super S, Turn<S, E>> next) {
    Turn<S, E> following = next.apply(state);
    return new Turn<>(
        following.state, joined(effects, following.effects), joined(endings, following.endings));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
