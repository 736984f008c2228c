package dev.synod.testkit.commit;

import dev.synod.commit.CommitNode;
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
}
