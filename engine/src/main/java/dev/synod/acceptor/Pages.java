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
  /** What an entry takes in a message besides its value: a ballot with the longest member id. */
  private static final int ENTRY_BYTES = 160;

  private Pages() {}

  /** The answer to a Prepare: chosen values first, and votes only once those are complete. */
  static Promise promise(AcceptorState state, Prepare prepare, int pageBytes) {
    long from = Math.max(1, prepare.from());
    long bytes = 0;
    List<Value> chosen = chosen(state, from, pageBytes);
    long next = from + chosen.size();
    for (Value value : chosen) {
      bytes += value.size() + ENTRY_BYTES;
    }
    List<SlotVote> votes = new ArrayList<>();
    boolean complete = next > state.chosenThrough();
    if (complete) {
      for (SlotVote vote : state.votes().tailMap(next).values()) {
        bytes += vote.value().size() + ENTRY_BYTES;
        if (bytes > pageBytes && !(chosen.isEmpty() && votes.isEmpty())) {
          complete = false;
          next = vote.slot();
          break;
        }
        votes.add(vote);
      }
    }
    return new Promise(
        prepare.ballot(), from, state.chosenThrough(), chosen, votes, complete ? 0 : next);
  }

  /** Chosen values from a slot on; none if this acceptor knows none there. */
  static CatchUpPage catchUp(AcceptorState state, long from, int pageBytes) {
    return new CatchUpPage(from, chosen(state, from, pageBytes), state.chosenThrough());
  }

  private static List<Value> chosen(AcceptorState state, long from, int pageBytes) {
    List<Value> values = new ArrayList<>();
    long bytes = 0;
    for (long slot = from; slot <= state.chosenThrough(); slot++) {
      Value value = state.chosen().get((int) slot - 1);
      bytes += value.size() + ENTRY_BYTES;
      if (bytes > pageBytes && !values.isEmpty()) {
        break;
      }
      values.add(value);
    }
    return values;
  }
}
