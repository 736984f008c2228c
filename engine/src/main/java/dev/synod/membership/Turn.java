package dev.synod.membership;

import dev.synod.protocol.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The outcome of a founding rule: remember the events, then say the effects, then be in the state.
 *
 * <p>The state already contains the events; nobody may act on it before they are durable (rule A3).
 *
 * @param log lines for this member's operator
 */
record Turn(
    FoundingState state, List<FounderEvent> events, List<Effect> effects, List<String> log) {
  /** Copies the lists: a turn never changes. */
  Turn {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
    log = List.copyOf(log);
  }

  /** Nothing happens. */
  static Turn stay(FoundingState state) {
    return new Turn(state, List.of(), List.of(), List.of());
  }

  Turn saying(List<Effect> more) {
    return new Turn(state, events, joined(effects, more), log);
  }

  /** This turn, then another from the state that it leads to. */
  Turn then(Function<FoundingState, Turn> next) {
    Turn following = next.apply(state);
    return new Turn(
        following.state,
        joined(events, following.events),
        joined(effects, following.effects),
        joined(log, following.log));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
