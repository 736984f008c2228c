package dev.synod.notary;

import dev.synod.protocol.Trace;
import java.util.List;
import java.util.Optional;

/** What a notary's journal holds. */
public sealed interface NotaryEvent {

  /**
   * All that it knows: the last event alone tells it, those before are deleted.
   *
   * @param own how far its own disk has come; its acceptor may have written more
   * @param seen how far those of the others were seen, in the order of their ids
   * @param disowned why its own disk must not vote ever again, if so
   */
  record Noted(Trace own, List<Sighting> seen, Optional<String> disowned) implements NotaryEvent {
    /** Nothing is known. */
    static final Noted NOTHING = new Noted(Trace.NONE, List.of(), Optional.empty());

    /** Copies the list. */
    public Noted {
      seen = List.copyOf(seen);
    }
  }
}
