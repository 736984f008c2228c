package dev.synod.commit;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.List;

/**
 * Whom a Paxos Commit is played with, known to all of its nodes beforehand.
 *
 * @param leaders any number (rule K5); the first is told the votes when all goes well
 * @param acceptors 2F+1 of them survive the loss of F
 * @param direct whether the acceptors tell the participants, not the first leader: one message
 *     delay less, for more messages (Faster Paxos Commit)
 */
public record Panel(List<MemberId> leaders, List<MemberId> acceptors, boolean direct) {
  /** Copies the lists. */
  public Panel {
    leaders = List.copyOf(leaders);
    acceptors = List.copyOf(acceptors);
    if (leaders.isEmpty() || acceptors.isEmpty()) {
      throw new IllegalArgumentException(
          "leaders %s and acceptors %s must be at least one each".formatted(leaders, acceptors));
    }
  }

  /** That of both phases: a majority. */
  public Quorum quorum() {
    return Quorum.majority(acceptors);
  }

  /** So many that they can choose; all are asked only after silence. */
  List<MemberId> addressed() {
    return acceptors.subList(0, quorum().size());
  }

  /** Belongs to this participant alone, which needs no phase 1 for it (rule K1). */
  static Ballot zero(MemberId participant) {
    return new Ballot(1, 0, participant);
  }

  static boolean isZero(Ballot ballot) {
    return ballot.round() == 0;
  }
}
