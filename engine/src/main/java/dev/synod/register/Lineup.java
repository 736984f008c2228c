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
  /** Events of an actor between two deletions; each says all that is to be known. */
  static final long SPAN = 64;

  /**
   * Copies the members.
   *
   * @throws IllegalArgumentException if quorums of the two phases may miss each other (rule F1), or
   *     one member's disk alone would hold what is acknowledged (rule F3)
   */
  public Lineup {
    members = List.copyOf(members);
    int size = members.size();
    if (election < 1 || election > size || accepting < Math.min(2, size) || accepting > size) {
      throw new IllegalArgumentException(
          "register '%s': %d of %d members can't elect, or %d can't accept; must be 1 to %d, %d to %d"
              .formatted(register, election, size, accepting, size, Math.min(2, size), size));
    }
    if (election + accepting <= size) {
      throw new IllegalArgumentException(
          ("register '%s': quorums of %d and of %d of %d members may share nobody; together they"
                  + " must be more than %d")
              .formatted(register, election, accepting, size, size));
    }
  }

  /**
   * What was remembered under another lineup does not fit the quorums of this one.
   *
   * @throws IllegalStateException if it is another
   */
  void requireSame(Lineup remembered) {
    if (!equals(remembered)) {
      throw new IllegalStateException(
          "the journal is of %s, but the register is started as %s: start it as before"
              .formatted(remembered, this));
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
