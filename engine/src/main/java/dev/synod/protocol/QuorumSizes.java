package dev.synod.protocol;

/**
 * How many voters an election and a vote need (Flexible Paxos, section 4): any election quorum
 * meets any accept quorum (rule F1).
 *
 * @param election voters that promise before a leader may propose
 * @param accept voters that accept before a slot is chosen: so many durable copies exist when a
 *     client hears of it (rule F3)
 */
public record QuorumSizes(int election, int accept) {

  /** More than half of the voters for either. */
  public static QuorumSizes majority(int voters) {
    return new QuorumSizes(voters / 2 + 1, voters / 2 + 1);
  }

  /** The same with another number of voters: majorities stay such, else the copies stay. */
  public QuorumSizes resized(int before, int after) {
    if (equals(majority(before))) {
      return majority(after);
    }
    int copies = Math.max(Math.min(accept, after), Math.min(2, after));
    return new QuorumSizes(after - copies + 1, copies);
  }

  /**
   * Refuses sizes of which two quorums could miss each other, or of which one is more than all.
   *
   * @throws IllegalArgumentException naming sizes and voters
   */
  void requireFor(int voters) {
    boolean counts = election >= 1 && accept >= 1 && election <= voters && accept <= voters;
    if (!counts || election + accept <= voters || (accept == 1 && voters > 1)) {
      throw new IllegalArgumentException(
          ("quorums of %d (election) and %d (accept) of %d voters: each must be from 1 to %d, their"
                  + " sum above %d, and accept at least %d")
              .formatted(election, accept, voters, voters, voters, Math.min(2, voters)));
    }
  }
}
