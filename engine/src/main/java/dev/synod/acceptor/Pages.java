package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/** Cuts what an acceptor has to tell to the size of a message (rule L3). One entry always fits. */
final class Pages {
  private Pages() {}

  /** The answer to a Prepare: chosen values first, and votes only once those are complete. */
  static Promise promise(AcceptorState state, Prepare prepare, int pageBytes) {
    long from = Math.max(1, prepare.from());
    if (from <= state.clearedTo()) {
      return promise(state, prepare, from, List.of(), List.of(), 0);
    }
    List<Value> chosen = chosen(state, from, pageBytes);
    long reached = from + chosen.size();
    if (reached <= state.chosenThrough()) {
      return promise(state, prepare, from, chosen, List.of(), reached);
    }
    long bytes = chosen.stream().mapToLong(Value::size).sum();
    List<SlotVote> votes = new ArrayList<>();
    for (SlotVote vote : state.votes().tailMap(reached).values()) {
      bytes += vote.size();
      if (bytes > pageBytes && !(chosen.isEmpty() && votes.isEmpty())) {
        return promise(state, prepare, from, chosen, votes, vote.slot());
      }
      votes.add(vote);
    }
    return promise(state, prepare, from, chosen, votes, 0);
  }

  private static Promise promise(
      AcceptorState state,
      Prepare prepare,
      long from,
      List<Value> chosen,
      List<SlotVote> votes,
      long next) {
    return new Promise(
        prepare.ballot(), from, state.chosenThrough(), chosen, votes, next, state.clearedTo());
  }

  /** Chosen values from a slot on; none if this acceptor knows none there. */
  static CatchUpPage catchUp(AcceptorState state, long asked, int pageBytes) {
    long from = Math.max(1, asked);
    return new CatchUpPage(
        from, chosen(state, from, pageBytes), state.chosenThrough(), state.clearedTo());
  }

  private static List<Value> chosen(AcceptorState state, long from, int pageBytes) {
    List<Value> values = new ArrayList<>();
    long bytes = 0;
    long end = from <= state.clearedTo() ? 0 : state.chosenThrough();
    for (long slot = from; slot <= end; slot++) {
      Value value = state.chosenAt(slot).orElseThrow();
      bytes += value.size();
      if (bytes > pageBytes && !values.isEmpty()) {
        break;
      }
      values.add(value);
    }
    return values;
  }

  /** The chosen values of these slots. A sub-list of the log would take as long as the log is. */
  static List<Value> values(AcceptorState state, long first, long last) {
    List<Value> values = new ArrayList<>();
    for (long slot = first; slot <= last; slot++) {
      state.chosenAt(slot).ifPresent(values::add);
    }
    return values;
  }
}
