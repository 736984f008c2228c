package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.List;

/** What is said in two-phase commit. */
public sealed interface TwoPhaseMessage extends CommitMessage {
  /** Coordinator to participant: vote. */
  record Prepare(List<MemberId> participants) implements TwoPhaseMessage {}

  /**
   * Participant to coordinator: my vote. The first one begins the transaction; repeated, it asks
   * for the outcome.
   *
   * @param participants all, as far as the sender knows
   */
  record Vote(Choice choice, List<MemberId> participants) implements TwoPhaseMessage {}

  /** Coordinator to participant: this is decided. */
  record Decision(Choice choice) implements TwoPhaseMessage {}

  /** Participant to coordinator: I know the decision durably, tell me no more. */
  record Acknowledged() implements TwoPhaseMessage {}
}
