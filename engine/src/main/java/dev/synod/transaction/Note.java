package dev.synod.transaction;

import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.protocol.MemberId;
import java.util.List;

/** One thing to remember. */
public sealed interface Note {

  /** What the rules of a transaction want remembered. */
  record Remembered(TransactionId transaction, List<CommitEvent> events) implements Note {
    /** Copies the list. */
    public Remembered {
      events = List.copyOf(events);
    }
  }

  /** A participant: the resource manager has done what was decided. */
  record Settled(TransactionId transaction) implements Note {}

  /** These are forgotten. */
  record Forgotten(Finished finished) implements Note {}

  /** The initiator: this transaction is begun; durable before anybody hears of it (rule K4). */
  record Begun(long number, List<MemberId> participants) implements Note {
    /** Copies the list. */
    public Begun {
      participants = List.copyOf(participants);
    }
  }

  /** The initiator: all participants are done with it. */
  record Ended(long number) implements Note {}
}
