package dev.synod.testkit.nemesis;

/** The kinds of harm. */
public enum Fault {
  /** A member crashes between any two messages, and starts again after a while. */
  CRASH,
  /** All members crash at once, and start again in any order. */
  BLACKOUT,
  /** One member is cut off from all others. */
  ISOLATION,
  /** The leader is cut off; soon after another has taken over it is back, and that one crashes. */
  HANDOVER,
  /** The members fall into two sides. */
  SPLIT,
  /** Members hear only their neighbours in a row. */
  CHAIN,
  /** A member is heard by nobody, but hears all; or hears nobody, but is heard. */
  ONE_WAY,
  /** A member stands still for a while, as in a long garbage collection. */
  PAUSE,
  /** A member's syncs hang for a while. */
  HUNG_DISK,
  /** A member's sync fails; it halts, and is started again. */
  FAILED_SYNC,
  /** A bit on a member's disk flips, and the member starts again. For good: it must not vote. */
  ROT,
  /** A member's disk is lost, and the member starts with an empty one. For good, too. */
  LOST_DISK,
  /**
   * An older copy takes the place of a member's disk, once so many know of a later start on it that
   * it can't pass for the right one. The copy is of no use: the disk is lost for good.
   */
  SET_BACK,
  /** A member's clock runs too fast or too slow. */
  CLOCK,
  /** Each link loses its own share of what it is given: few, half or nearly all. */
  BAD_LINKS,
  /** Envelopes are lost, doubled and late. */
  STORM,
  /** An envelope of long ago arrives once more. */
  OLD_MAIL,
  /**
   * An operator adds, removes, promotes and replaces members, changes the quorums and hands the
   * lead over. In the runs that have spare members only; a disk that was lost or damaged is then
   * not lost for good.
   */
  MEMBERSHIP
}
