package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.List;

/** What is remembered in three-phase commit. */
public sealed interface ThreePhaseEvent extends CommitEvent {
  /** The coordinator: if it crashes from here on, the participants end this without it. */
  record Began(List<MemberId> participants) implements ThreePhaseEvent {}

  /** A participant: has voted to commit. */
  record Prepared(List<MemberId> participants) implements ThreePhaseEvent {}

  /** A participant: knows that all have voted to commit. */
  record Precommitted() implements ThreePhaseEvent {}

  /** Anybody: knows the outcome. */
  record Decided(Choice choice) implements ThreePhaseEvent {}
}
