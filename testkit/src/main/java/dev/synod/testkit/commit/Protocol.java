package dev.synod.testkit.commit;

import dev.synod.protocol.MemberId;
import java.util.List;

/** The protocols that are compared. */
public enum Protocol {
  /** Two-phase commit. */
  TWO_PHASE("2PC"),
  /** Three-phase commit with a termination protocol. */
  THREE_PHASE("3PC"),
  /** Paxos Commit: acceptors answer the first leader. */
  PAXOS_COMMIT("Paxos Commit"),
  /** Paxos Commit: acceptors answer the participants. */
  FASTER_PAXOS_COMMIT("Faster Paxos Commit");

  private final String title;

  Protocol(String title) {
    this.title = title;
  }

  /** Whether it has acceptors and leaders; the others have one coordinator. */
  public boolean hasAcceptors() {
    return this == PAXOS_COMMIT || this == FASTER_PAXOS_COMMIT;
  }

  /** The node that asks for the votes when all goes well. */
  public MemberId conductor(Troupe troupe) {
    return hasAcceptors() ? troupe.ofLeaders().get(0) : Troupe.COORDINATOR;
  }

  /** A stage on which nothing has happened; the first leader is beside the first acceptor. */
  public Stage<?, ?> stage(Troupe troupe) {
    return switch (this) {
      case TWO_PHASE -> new Stage<>(troupe.twoPhase());
      case THREE_PHASE -> new Stage<>(troupe.threePhase());
      case PAXOS_COMMIT, FASTER_PAXOS_COMMIT -> {
        List<MemberId> beside = List.of(troupe.ofLeaders().get(0), troupe.ofAcceptors().get(0));
        yield new Stage<>(
            troupe.paxosCommit(this == FASTER_PAXOS_COMMIT),
            node -> beside.contains(node) ? beside.get(0) : node);
      }
    };
  }

  /** What n participants cost where f faults of acceptors are survived. */
  Cost formula(int n, int f) {
    int begun = n == 1 ? 2 : 0;
    return switch (this) {
      case TWO_PHASE -> new Cost(3 * n - 1, 4 - begun, n + 1);
      case THREE_PHASE -> new Cost(5 * n - 1, 6 - begun, 2 * n + 2);
      case PAXOS_COMMIT -> new Cost(n * f + f + 3 * n - 1, (f == 0 ? 4 : 5) - begun, n + f + 1);
      case FASTER_PAXOS_COMMIT -> new Cost(2 * n * f + 3 * n - 1, 4 - begun, n + f + 1);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
