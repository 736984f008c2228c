package dev.synod.testkit.commit;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Who plays: the participants p1, p2, ..., a coordinator c1 or leaders l1, ..., acceptors a1, ...
 *
 * @param faults of acceptors, and of leaders, that are survived; acceptors are twice as many, and
 *     one
 */
public record Troupe(int participants, int faults) {
  /** The coordinator of the protocols that have one. */
  public static final MemberId COORDINATOR = new MemberId("c1");

  /** Those whose votes count. */
  public List<MemberId> ofParticipants() {
    return named("p", participants);
  }

  /** Those who may find the outcome, so many that one is left. */
  public List<MemberId> ofLeaders() {
    return named("l", faults + 1);
  }

  /** Those who remember the votes. */
  public List<MemberId> ofAcceptors() {
    return named("a", 2 * faults + 1);
  }

  private static List<MemberId> named(String kind, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> new MemberId(kind + number)).toList();
  }

  /** The nodes of two-phase commit. */
  public Map<MemberId, CommitNode<TwoPhaseMessage, TwoPhaseEvent>> twoPhase() {
    Map<MemberId, CommitNode<TwoPhaseMessage, TwoPhaseEvent>> nodes = new TreeMap<>();
    nodes.put(COORDINATOR, TwoPhaseCoordinator.fresh());
    ofParticipants().forEach(one -> nodes.put(one, TwoPhaseParticipant.fresh(COORDINATOR)));
    return nodes;
  }

  /** The nodes of three-phase commit. */
  public Map<MemberId, CommitNode<ThreePhaseMessage, ThreePhaseEvent>> threePhase() {
    Map<MemberId, CommitNode<ThreePhaseMessage, ThreePhaseEvent>> nodes = new TreeMap<>();
    nodes.put(COORDINATOR, ThreePhaseCoordinator.fresh());
    ofParticipants().forEach(one -> nodes.put(one, ThreePhaseParticipant.fresh(one, COORDINATOR)));
    return nodes;
  }

  /**
   * The nodes of Paxos Commit.
   *
   * @param direct whether acceptors answer the participants
   */
  public Map<MemberId, CommitNode<PaxosCommitMessage, PaxosCommitEvent>> paxosCommit(
      boolean direct) {
    Panel panel = new Panel(ofLeaders(), ofAcceptors(), direct);
    Map<MemberId, CommitNode<PaxosCommitMessage, PaxosCommitEvent>> nodes = new TreeMap<>();
    ofParticipants().forEach(one -> nodes.put(one, PaxosCommitParticipant.fresh(one, panel)));
    ofLeaders().forEach(one -> nodes.put(one, PaxosCommitLeader.fresh(one, panel)));
    ofAcceptors().forEach(one -> nodes.put(one, PaxosCommitAcceptor.fresh(panel)));
    return nodes;
  }
}
