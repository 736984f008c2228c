package dev.synod.protocol;

import java.util.List;
import java.util.Optional;

/** What the other roles of a member tell its replica. */
public sealed interface ReplicaNotice extends Notice {

  @Override
  default Role role() {
    return Role.REPLICA;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * The learner: the next chosen values.
   *
   * @param first the slot of the first value, always the one after the last delivered
   * @param through every slot through this one is known to be chosen: what is still to come
   */
  record Deliver(long first, List<Value> values, long through) implements ReplicaNotice {
    /** Copies the list. */
    public Deliver {
      values = List.copyOf(values);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onDeliver(this);
    }
  }

  /**
   * The elector: who leads, as far as this member knows.
   *
   * @param ballot the leader's; without a leader the highest seen
   * @param change why the last one was lost, and how often that was
   */
  record LeaderIs(Optional<MemberId> leader, Ballot ballot, LeadChange change)
      implements ReplicaNotice {
    /** The first that is known of. */
    public LeaderIs(Optional<MemberId> leader, Ballot ballot) {
      this(leader, ballot, LeadChange.NONE);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLeaderIs(this);
    }
  }

  /**
   * The learner: values that this member lacks, to apply them or to keep them, are gone at that one
   * (rule L2); only a snapshot leads on. Perhaps another member has them still.
   *
   * @param through they are gone through this slot
   */
  record Behind(MemberId source, long through) implements ReplicaNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onBehind(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** Chosen values. */
    R onDeliver(Deliver deliver);

    /** A snapshot is needed. */
    R onBehind(Behind behind);

    /** A leader, or none. */
    R onLeaderIs(LeaderIs leader);
  }
}
