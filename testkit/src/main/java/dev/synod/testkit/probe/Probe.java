package dev.synod.testkit.probe;

/**
 * Something that is rare and that tests are worth little without: over enough runs it must occur.
 */
public enum Probe {
  /** A slot that nobody had a value for is filled with a no-op and delivered (rule P5). */
  GAP_FILLED,
  /** A leader proposes what a vote of an earlier ballot had. */
  VALUE_ADOPTED,
  /** A promise needs more than one message. */
  PHASE_ONE_PAGED,
  /** A promise brings its candidate values that are chosen already. */
  CANDIDATE_BEHIND,
  /** A promise brings its candidate votes. */
  VOTES_REPORTED,
  /** A promise is given for an attempt that its candidate has given up for a later one. */
  STALE_PROMISE,
  /** A ballot is refused. */
  BALLOT_REFUSED,
  /** A proposer is refused by the acceptor beside it. */
  REFUSED_AT_HOME,
  /** The same Prepare is sent again. */
  PREPARE_REPEATED,
  /** The same Accept is sent again. */
  ACCEPT_REPEATED,
  /** Two or more votes become durable in one write. */
  GROUP_COMMIT,
  /** An acceptor stores chosen values that it has not voted for. */
  LEARNED_WITHOUT_VOTE,
  /** What is chosen is announced to a member whose own vote is of another ballot. */
  LOSING_VOTE,
  /** A learner asks another member for chosen values. */
  CATCH_UP,
  /** There is more to catch up than one message holds. */
  CATCH_UP_PAGED,
  /** Who was asked for chosen values has none. */
  CATCH_UP_EMPTY,
  /** Who was asked for chosen values has truncated them. */
  CATCH_UP_TRUNCATED,
  /** Phase 1 meets an acceptor that has truncated what the candidate lacks. */
  PHASE_ONE_TRUNCATED,
  /** A snapshot is on a disk. */
  SNAPSHOT_SAVED,
  /** A member begins with a snapshot. */
  SNAPSHOT_BEGUN_WITH,
  /** A snapshot comes from another member, in more than one part. */
  SNAPSHOT_BORROWED,
  /** Events of an acceptor are deleted. */
  EVENTS_DELETED,
  /** All have executed some slots, so their values are cleared from memory. */
  MEMORY_CLEARED,
  /** A learner reads the journal of its own member. */
  JOURNAL_READ,
  /** A command is sent to a leader on another member. */
  COMMAND_FORWARDED,
  /** A command is chosen in two slots. */
  CHOSEN_TWICE,
  /** A session is kept alive through the log. */
  SESSION_KEPT,
  /** A replica asks a leader on another member for a read index. */
  READ_ASKED,
  /** An acceptor confirms to another member that its ballot is still the highest. */
  READ_CONFIRMED,
  /** A read that may be of some age is answered. */
  READ_BOUNDED,
  /** A read is answered by the leader's lease alone. */
  READ_BY_LEASE,
  /** A read is answered without a leader. */
  READ_BY_QUORUM,
  /** A read that needs no more than a slot is answered. */
  READ_OF_A_TOKEN,
  /** A read that may be of any age is answered. */
  READ_LOCAL,
  /** A leader that gets nothing chosen is given up. */
  LEAD_WITHOUT_PROGRESS,
  /** A member does not support a candidate. */
  PRE_VOTE_REFUSED,
  /** A proposer finds that a higher ballot is about. */
  DEPOSED,
  /** An elector has its proposer give up. */
  STEPPED_DOWN,
  /** A write takes so long that the disk counts as stalled. */
  DISK_STALLED,
  /** A member starts again with a promise. */
  PROMISE_RECOVERED,
  /** Writes that were not synced are lost with the power. */
  TAIL_LOST,
  /** A record that was half written when the power failed is dropped. */
  TORN_RECORD,
  /** A member that has lost its disk is told that the group was founded with that. */
  FOUNDED_WITHOUT,
  /** An older copy takes the place of a member's disk. */
  DISK_SET_BACK,
  /** A member remembers that its disk is an older copy. */
  DISK_DISOWNED,
  /** A client's session has expired. */
  SESSION_EXPIRED,
  /** A client does not know how its command has ended, for lack of an answer. */
  TIMED_OUT,
  /** A client does not know how its command has ended, since its node has stopped. */
  STOPPED,
  /** A client is turned away before anything was done. */
  REJECTED,
  /** A member goes on in another epoch. */
  EPOCH_ENTERED(true),
  /** An epoch has a member more. */
  MEMBER_ADDED(true),
  /** An epoch has a member less. */
  MEMBER_REMOVED(true),
  /** A member has another disk. */
  MEMBER_REPLACED(true),
  /** A member that did not vote becomes a voter. */
  MEMBER_PROMOTED(true),
  /** The leader proposes an epoch without itself. */
  LEADER_REMOVED(true),
  /** The same voters have other quorums. */
  QUORUMS_CHANGED(true),
  /** A leader is asked to hand over to another one. */
  HAND_OVER_ASKED(true),
  /** An epoch of the same members and quorums is led by whom its stop-sign names. */
  HAND_OVER_DONE(true),
  /** A vote of a witness becomes durable. */
  WITNESS_VOTED(true);

  private final boolean ofChanges;

  Probe() {
    this(false);
  }

  Probe(boolean ofChanges) {
    this.ofChanges = ofChanges;
  }

  /** Whether it can occur only where members come and go. */
  public boolean isOfChanges() {
    return ofChanges;
  }
}
