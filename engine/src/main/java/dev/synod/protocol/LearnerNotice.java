package dev.synod.protocol;

import java.util.List;

/** What the other roles of a member tell its learner. */
public sealed interface LearnerNotice extends Notice {

  @Override
  default Role role() {
    return Role.LEARNER;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * The proposer: this is out for a vote, under my ballot.
   *
   * @param chosenThrough what the voters were told with it
   * @param waiting members whose clients wait for it
   */
  record Proposed(SlotVote proposal, long chosenThrough, List<MemberId> waiting)
      implements LearnerNotice {
    /** Copies the list. */
    public Proposed {
      waiting = List.copyOf(waiting);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onProposed(this);
    }
  }

  /**
   * The acceptor: this is durable here.
   *
   * @param votes cast in this write, perhaps none
   * @param chosenThrough the own journal holds every chosen value through this slot
   * @param logTime the highest log time among these chosen values, in milliseconds
   */
  record Voted(List<SlotVote> votes, long chosenThrough, long logTime) implements LearnerNotice {
    /** Copies the list. */
    public Voted {
      votes = List.copyOf(votes);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onVoted(this);
    }
  }

  /** The acceptor: with a proposal of this ballot its leader has said what is chosen. */
  record Announced(MemberId by, LearnerMessage.Chosen chosen) implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onAnnounced(this);
    }
  }

  /**
   * The proposer: phase 1 is done, count votes under this ballot.
   *
   * @param first the first slot that this ballot proposes a value for; all before it are chosen
   * @param barrier the highest slot that phase 1 heard of; no read before it is applied (rule R1)
   */
  record Leading(Ballot ballot, long first, long barrier) implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLeading(this);
    }
  }

  /** The proposer: no longer leading. */
  record Following() implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onFollowing(this);
    }
  }

  /**
   * The proposer: phase 1 brought chosen values.
   *
   * @param first the slot of the first value; the others follow without a gap
   */
  record Recalled(long first, List<Value> values) implements LearnerNotice {
    /** Copies the list. */
    public Recalled {
      values = List.copyOf(values);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onRecalled(this);
    }
  }

  /** The replica: applied through this slot, so there is room for more. */
  record Applied(long through) implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onApplied(this);
    }
  }

  /**
   * The proposer: this member has no values any more of the slots through this one, so they are
   * chosen (rule L2).
   */
  record Truncated(MemberId by, long through) implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onTruncated(this);
    }
  }

  /**
   * The replica: a snapshot of the state after this slot is safe on the disk. If it has not applied
   * as much yet, it goes on from there.
   *
   * @param logTime of that state, in milliseconds
   * @param configuration of that state
   * @param bytes that it takes; 0 if that is not known
   */
  record SnapshotSaved(long through, long logTime, Configuration configuration, long bytes)
      implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onSnapshotSaved(this);
    }
  }

  /** Its shell: this member is in a later epoch, so it knows more slots to be chosen (rule M4). */
  record Overtaken(MemberId by) implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onOvertaken(this);
    }
  }

  /**
   * The registrar: that member holds every chosen value through this slot. Where nobody leads,
   * nobody else says so; and perhaps nobody can lead before this member has caught up.
   */
  record Ahead(MemberId by, long through) implements LearnerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onAhead(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** A proposal is out. */
    R onProposed(Proposed proposed);

    /** What is chosen, as a proposal said. */
    R onAnnounced(Announced announced);

    /** The own acceptor has written. */
    R onVoted(Voted voted);

    /** Start counting. */
    R onLeading(Leading leading);

    /** Stop counting. */
    R onFollowing(Following following);

    /** Chosen values from phase 1. */
    R onRecalled(Recalled recalled);

    /** The replica went on. */
    R onApplied(Applied applied);

    /** Slots are chosen whose values are gone. */
    R onTruncated(Truncated truncated);

    /** The replica's snapshot is safe. */
    R onSnapshotSaved(SnapshotSaved saved);

    /** Others are in a later epoch. */
    R onOvertaken(Overtaken overtaken);

    /** Another member holds more of the log. */
    R onAhead(Ahead ahead);
  }
}
