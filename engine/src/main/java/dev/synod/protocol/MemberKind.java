package dev.synod.protocol;

/** What a member's vote and state count for in an epoch. */
public enum MemberKind {
  /** Votes, and runs the state machine. */
  VOTER,
  /**
   * Votes with the values in its journal, and runs no state machine: it hands the lead over at
   * once, serves no reads and lends no snapshots (rules W1, W4).
   *
   * <p>A witness that kept only slot, ballot and digest would be cheaper and is refused: with two
   * data members, one of them and the witness would choose a value of which a single copy exists;
   * when that member fails, the other and the witness find "accepted, value unknown" and can only
   * wait or lose it (rules W0, W2).
   */
  WITNESS,
  /**
   * Counted in no quorum, lease or confirmation, until the leader finds it caught up: then it
   * becomes a voter (rule M5).
   */
  JOINER,
  /** Runs the state machine and is counted in no quorum, lease or confirmation. */
  OBSERVER;

  /** Whether acceptors of this kind are counted. */
  public boolean votes() {
    return this == VOTER || this == WITNESS;
  }
}
