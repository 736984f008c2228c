package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.TransactionId;
import dev.synod.commit.CommitMessage;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import java.util.Optional;

/** What the actors of transactions tell each other, also from node to node. */
public sealed interface TransactionMessage extends TransactionMail {
  /** Who speak; what comes from another circle is dropped. */
  Circle circle();

  /** The node that speaks. */
  MemberId from();

  /**
   * A letter of the protocol.
   *
   * @param work with what begins the transaction at a participant: its part
   */
  record Said(
      Circle circle,
      MemberId from,
      TransactionId transaction,
      CommitMessage message,
      Optional<Payload> work)
      implements TransactionMessage {}

  /** It tells an outcome. */
  sealed interface Told extends TransactionMessage {
    /** Of which transaction. */
    TransactionId transaction();

    /** How it is decided. */
    Choice outcome();
  }

  /** To the initiator, of who knows first: this is decided. */
  record Announced(Circle circle, MemberId from, TransactionId transaction, Choice outcome)
      implements Told {}

  /** Initiator to participant: this is decided; are you done with it? */
  record Inquired(Circle circle, MemberId from, TransactionId transaction, Choice outcome)
      implements Told {}

  /** Participant to initiator: done with it, durably. */
  record Reported(Circle circle, MemberId from, TransactionId transaction, Choice outcome)
      implements Told {}

  /** Initiator to all, and anybody to whom speaks of what is over: forget these. */
  record Released(Circle circle, MemberId from, Finished finished) implements TransactionMessage {}
}
