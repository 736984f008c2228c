package dev.synod.protocol;

/**
 * Where a client has numbered its command: the command at one place is executed once, however often
 * and at whichever node it is sent (rule S2).
 *
 * @param sequence from 1 to 2^41 - 1
 */
public record Place(SessionId session, long sequence) {
  /**
   * Sequences from here on are the nodes' own, those below are their clients'. Session ids are
   * small numbers: a client that names a node's session by mistake only meets a sequence that this
   * session has long forgotten, and neither takes a result of the node's nor spoils the node's
   * numbering.
   */
  public static final long OWN_SEQUENCES = 1L << 41;

  /** Refuses a sequence out of bounds. */
  public Place {
    if (sequence < 1 || sequence >= OWN_SEQUENCES) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " must be from 1 to " + (OWN_SEQUENCES - 1));
    }
  }

  /**
   * As a client gives it.
   *
   * @throws IllegalArgumentException naming the number that is out of bounds
   */
  public static Place of(long session, long sequence) {
    return new Place(new SessionId(session), sequence);
  }
}
