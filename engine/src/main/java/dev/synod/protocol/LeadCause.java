package dev.synod.protocol;

import java.util.Locale;

/** Why a member does not follow, or have, the lead that it did before, as well as it can know. */
public enum LeadCause {
  /** No leader that it has known was lost. */
  NONE("nothing is to be done"),
  /** A follower heard nothing of the leader for longer than its patience. */
  MISSED_HEARTBEATS(
      "look for a leader that dies or is overloaded, for pauses of its garbage collector and for lost"
          + " packets; where delays are normal, raise synod.elector.timeout"),
  /** The leader heard too few of the others for longer than its patience (rule L6). */
  NO_QUORUM(
      "look at the network between this member and the others, and for hung disks of theirs; where"
          + " delays are normal, raise synod.elector.timeout"),
  /** The leader was answered, but what it proposed was not chosen for too long (rule L6). */
  NO_PROGRESS(
      "look for what lets heartbeats pass but not batches: large packets that get lost, disks of the"
          + " others that are slow; where batches take so long, raise synod.proposer.progress-timeout"),
  /** Another's higher ballot was heard of. */
  HIGHER_BALLOT(
      "see why that member stood for leader: the same line in its log tells what it has lost"),
  /** The own disk did not answer (rule L6). */
  DISK_STALL(
      "see what else writes to this member's disk, or raise synod.acceptor.write-deadline if it is"
          + " always as slow"),
  /** The lead was handed over. */
  TRANSFER("see who hands the lead over, and whether nodes are stopped one after the other"),
  /** The members changed, and the same leader went on in the next epoch. */
  MEMBERS_CHANGED("see who changes the members"),
  /** This member stops. */
  SHUTDOWN("see who stops nodes"),
  /** This member itself stood still, so it can't tell what the others did meanwhile. */
  LONG_PAUSE(
      "see what stops this member's process: garbage collection, swapping, a paused machine or too"
          + " few processors");

  private final String advice;

  LeadCause(String advice) {
    this.advice = advice;
  }

  /** What an operator may do where it happens again and again. */
  public String advice() {
    return advice;
  }

  /** As logs, statuses and metrics call it, such as {@code missed-heartbeats}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it may only look so to a member that stood still. */
  public boolean mayBePause() {
    return this == MISSED_HEARTBEATS
        || this == NO_QUORUM
        || this == NO_PROGRESS
        || this == HIGHER_BALLOT;
  }
}
