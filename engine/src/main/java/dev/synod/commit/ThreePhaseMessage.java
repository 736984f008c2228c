package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.List;

/** What is said in three-phase commit. */
public sealed interface ThreePhaseMessage extends CommitMessage {
  /** Coordinator to participant: vote. */
  record Prepare(List<MemberId> participants) implements ThreePhaseMessage {}

  /** Participant to coordinator: my vote; the first one begins the transaction. */
  record Vote(Choice choice, List<MemberId> participants) implements ThreePhaseMessage {}

  /** Of who leads to participant: all have voted to commit; be ready to. */
  record Precommit() implements ThreePhaseMessage {}

  /** Participant to who leads: I am ready to commit. */
  record Ready() implements ThreePhaseMessage {}

  /** Of who knows: this is decided. */
  record Decision(Choice choice) implements ThreePhaseMessage {}

  /**
   * How far are you?
   *
   * @param leads whether the sender takes over; else it was away
   */
  record Inquire(boolean leads) implements ThreePhaseMessage {}

  /** The answer of who knows no decision. */
  record Standing(boolean precommitted) implements ThreePhaseMessage {}
}
