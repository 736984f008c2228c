package dev.synod.transaction;

import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Panel;
import dev.synod.commit.PaxosCommitAcceptor;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitLeader;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.PaxosCommitParticipant;
import dev.synod.commit.ThreePhaseCoordinator;
import dev.synod.commit.ThreePhaseEvent;
import dev.synod.commit.ThreePhaseMessage;
import dev.synod.commit.ThreePhaseParticipant;
import dev.synod.commit.TwoPhaseCoordinator;
import dev.synod.commit.TwoPhaseEvent;
import dev.synod.commit.TwoPhaseMessage;
import dev.synod.commit.TwoPhaseParticipant;
import dev.synod.protocol.MemberId;
import java.util.function.Function;

/**
 * How a node plays its role.
 *
 * @param messages what it is told
 * @param events what it remembers
 * @param birth the node in a transaction of which it has heard nothing
 */
record Script<M extends CommitMessage, E extends CommitEvent>(
    Class<M> messages, Class<E> events, Function<TransactionId, CommitNode<M, E>> birth) {

  /** Of two-phase commit. */
  static Script<TwoPhaseMessage, TwoPhaseEvent> twoPhase(CommitRole role) {
    return new Script<>(
        TwoPhaseMessage.class,
        TwoPhaseEvent.class,
        transaction ->
            role == CommitRole.COORDINATOR
                ? TwoPhaseCoordinator.fresh()
                : TwoPhaseParticipant.fresh(CommitRole.COORDINATOR.at(transaction)));
  }

  /** Of three-phase commit. */
  static Script<ThreePhaseMessage, ThreePhaseEvent> threePhase(CommitRole role, MemberId node) {
    return new Script<>(
        ThreePhaseMessage.class,
        ThreePhaseEvent.class,
        transaction ->
            role == CommitRole.COORDINATOR
                ? ThreePhaseCoordinator.fresh()
                : ThreePhaseParticipant.fresh(node, CommitRole.COORDINATOR.at(transaction)));
  }

  /** Of Paxos Commit. */
  static Script<PaxosCommitMessage, PaxosCommitEvent> paxosCommit(
      Circle circle, CommitRole role, MemberId node) {
    return new Script<>(
        PaxosCommitMessage.class,
        PaxosCommitEvent.class,
        transaction -> {
          Panel panel = panel(circle, transaction);
          return switch (role) {
            case LEADER -> PaxosCommitLeader.fresh(node, panel);
            case ACCEPTOR -> PaxosCommitAcceptor.fresh(panel);
            default -> PaxosCommitParticipant.fresh(node, panel);
          };
        });
  }

  /** First the leader and the acceptor of the node where it was begun: they are the nearest. */
  private static Panel panel(Circle circle, TransactionId transaction) {
    return new Panel(
        circle.from(transaction, CommitRole.LEADER),
        circle.from(transaction, CommitRole.ACCEPTOR),
        circle.direct());
  }
}
