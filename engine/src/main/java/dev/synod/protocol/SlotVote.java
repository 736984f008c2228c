package dev.synod.protocol;

/**
 * One vote of an acceptor: in this slot it accepted this value under this ballot.
 *
 * @param slot at least 1
 */
public record SlotVote(long slot, Ballot ballot, Value value) {
  /** How many bytes it takes in a list of a message, at most (wire keeps this). */
  public int size() {
    return value.size() + 112;
  }
}
