package dev.synod.replica;

/**
 * One read that waits.
 *
 * @param request the shell's number for it
 * @param ground where it learns which slot it needs
 * @param epoch in which that was said; what is applied in a later one may miss later writes (rules
 *     R1, R4)
 */
record Waiting(long request, long deadline, Ground ground, long epoch) {
  private static final long ANY = Long.MAX_VALUE;

  /** Who says which slot a read needs. */
  enum Ground {
    /** The leader, after a round or by its lease (rules R2, R3). */
    LEADER,
    /** The leader, by its lease alone (rule R2). */
    LEASE,
    /** A quorum of acceptors (rule R4). */
    QUORUM,
    /** The reader (rule R6): that holds in any epoch. */
    TOKEN
  }

  static Waiting until(long request, long deadline, Ground ground) {
    return new Waiting(request, deadline, ground, ANY);
  }

  Waiting in(long other) {
    return new Waiting(request, deadline, ground, other);
  }
}
