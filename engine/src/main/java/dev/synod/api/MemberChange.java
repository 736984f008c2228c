package dev.synod.api;

import java.time.Duration;
import java.util.Optional;

/**
 * One change of a group's members, for {@link ConsensusGroup#reconfigure}. Disks and addresses are
 * not named: the disk that comes in is the one that waits under that id, with its node running.
 */
public sealed interface MemberChange {

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /** What a new member is for. */
  enum Kind {
    /** Follows the log, and votes as soon as the leader finds that it has caught up. */
    VOTER,
    /** Runs the state machine and is never counted. */
    OBSERVER,
    /**
     * Votes and keeps the log, but runs no state machine: it costs little, and serves nobody and
     * never leads. Whether a member is one is settled by how its disk comes in.
     */
    WITNESS
  }

  /** A member more. */
  record Add(String id, Kind kind) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onAdd(this);
    }
  }

  /** A member less; it may be the leader. */
  record Remove(String id) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onRemove(this);
    }
  }

  /** The disk that waits takes the place of the lost one; or the same is at another address now. */
  record Replace(String id) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onReplace(this);
    }
  }

  /** An observer becomes a voter; it must have caught up. */
  record Promote(String id) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onPromote(this);
    }
  }

  /**
   * Other quorums for the same voters.
   *
   * @param election voters that must promise before a leader may propose
   * @param accept voters that must accept before a command is acknowledged; with {@code election}
   *     more than all voters
   */
  record Quorums(int election, int accept) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onQuorums(this);
    }
  }

  /**
   * Other leases, by which leaders answer reads without asking anybody.
   *
   * @param duration how long a voter that has granted one refuses every other candidate, at most a
   *     minute and 0.8 of {@code synod.elector.timeout} and of {@code
   *     synod.proposer.campaign-timeout}; zero: there are to be none
   * @param driftPpm no node's clock is faster or slower than true time by more parts in a million,
   *     0 to 100000: if one is, such reads may be stale
   */
  record Leases(Duration duration, int driftPpm) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLeases(this);
    }
  }

  /**
   * The members stay, another of them leads; no write fails for it.
   *
   * @param id of a voter that has caught up; if empty, any but the leader
   */
  record HandOver(Optional<String> id) implements MemberChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onHandOver(this);
    }
  }

  /** One method per change. */
  interface Cases<R> {
    /** A member comes. */
    R onAdd(Add add);

    /** A member goes. */
    R onRemove(Remove remove);

    /** A member's disk or address is another. */
    R onReplace(Replace replace);

    /** A member becomes a voter. */
    R onPromote(Promote promote);

    /** The quorums are others. */
    R onQuorums(Quorums quorums);

    /** The leases are others. */
    R onLeases(Leases leases);

    /** The leader is another. */
    R onHandOver(HandOver handOver);
  }
}
