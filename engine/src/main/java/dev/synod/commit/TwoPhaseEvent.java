package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.List;

/** What is remembered in two-phase commit. */
public sealed interface TwoPhaseEvent extends CommitEvent {
  /** A participant: can do it, and has given the decision out of its hands (rule T9). */
  record Prepared(List<MemberId> participants) implements TwoPhaseEvent {}

  /**
   * The coordinator: the transaction's outcome (rule T1). A participant: has heard of it, or has
   * aborted before it was prepared (rule T5).
   */
  record Decided(Choice choice, List<MemberId> participants) implements TwoPhaseEvent {}
}
