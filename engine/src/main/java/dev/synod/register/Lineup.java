package dev.synod.register;

import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.List;

/**
 * A register and who keeps it; the same on all nodes, for good.
 *
 * @param register its name
 * @param members in the order of their ids
 * @param election how many promises suffice
 * @param accepting how many votes suffice
 */
public record Lineup(String register, List<MemberId> members, int election, int accepting) {
  /**
   * Copies the members.
   *
   * @throws IllegalArgumentException if quorums of the two phases may miss each other (rule F1)
   */
  public Lineup {
    members = List.copyOf(members);
    if (!new Quorum(members, election).meets(new Quorum(members, accepting))) {
      throw new IllegalArgumentException(
          ("register '%s': quorums of %d and of %d of %d members may share nobody; together they"
                  + " must be more than %d")
              .formatted(register, election, accepting, members.size(), members.size()));
    }
  }

  /** Whose promises suffice. */
  Quorum electing() {
    return new Quorum(members, election);
  }

  /** Whose votes suffice. */
  Quorum choosing() {
    return new Quorum(members, accepting);
  }

  /** Where an actor of one of them keeps its events. */
  String persistenceId(MemberId member, String role) {
    return register + "|" + member + "|register-" + role;
  }
}
