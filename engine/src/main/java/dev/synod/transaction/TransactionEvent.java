package dev.synod.transaction;

import java.util.List;

/** What the actors of transactions remember. */
public sealed interface TransactionEvent {
  /**
   * What became durable together.
   *
   * @param whole whether this is all that is to be known, and what came before is void
   */
  record Recorded(Circle circle, boolean whole, List<Note> notes) implements TransactionEvent {
    /** Copies the list. */
    public Recorded {
      notes = List.copyOf(notes);
    }
  }
}
