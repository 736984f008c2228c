package dev.synod.protocol;

import java.util.Optional;

/**
 * One change of a group's configuration, as an operator asks for it. Disks and addresses are not
 * named: the disk that comes in is the one that waits under that id.
 */
public sealed interface MembershipChange {
  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * A member more, whose disk waits to be added.
   *
   * @param kind a {@link MemberKind#JOINER} becomes a voter by itself
   */
  record Add(MemberId id, MemberKind kind) implements MembershipChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onAdd(this);
    }
  }

  /** A member less; it may be the leader. */
  record Remove(MemberId id) implements MembershipChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onRemove(this);
    }
  }

  /**
   * The disk that waits under this id takes the place of the one that the group knows, which was
   * lost; or the same disk is found at another address from now on.
   */
  record Replace(MemberId id) implements MembershipChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onReplace(this);
    }
  }

  /** An observer, or a joiner that is not waited for, becomes a voter. */
  record Promote(MemberId id) implements MembershipChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onPromote(this);
    }
  }

  /** Other quorums for the same voters (rule F2). */
  record Resize(QuorumSizes quorums) implements MembershipChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onResize(this);
    }
  }

  /** Other leases, or none (rule E6). */
  record Lease(LeaseTerms terms) implements MembershipChange {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLease(this);
    }
  }

  /**
   * The members stay, another of them leads: the present epoch ends for one with the same members,
   * in which that one begins phase 1 at once, so nobody waits for a time-out.
   *
   * @param to a voter that has caught up; if empty, any but the leader
   */
  record HandOver(Optional<MemberId> to) implements MembershipChange {
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
    R onResize(Resize resize);

    /** The leases are others. */
    R onLease(Lease lease);

    /** The leader is another. */
    R onHandOver(HandOver handOver);
  }
}
