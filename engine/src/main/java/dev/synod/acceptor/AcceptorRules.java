package dev.synod.acceptor;

import java.util.List;

/**
 * How an acceptor decides and remembers: as {@link AcceptorState} says. A test that plants a
 * mistake replaces one of the two.
 */
public interface AcceptorRules {
  /** Those of {@link AcceptorState}. */
  AcceptorRules SOUND = new AcceptorRules() {};

  /** What to remember and what to say. */
  default Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
    return state.decide(requests, terms);
  }

  /** What an acceptor knows after one more event, just written or replayed. */
  default AcceptorState after(AcceptorState state, AcceptorEvent event) {
    return state.after(event);
  }
}
