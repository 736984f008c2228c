package dev.synod.node;

import dev.synod.api.MemberChange;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.QuorumSizes;

/** A change as users ask for it, in the words of the protocol. */
enum Asked implements MemberChange.Cases<MembershipChange> {
  /** The only one. */
  CHANGE;

  @Override
  public MembershipChange onAdd(MemberChange.Add add) {
    MemberKind kind =
        switch (add.kind()) {
          case VOTER -> MemberKind.JOINER;
          case OBSERVER -> MemberKind.OBSERVER;
          case WITNESS -> MemberKind.WITNESS;
        };
    return new MembershipChange.Add(new MemberId(add.id()), kind);
  }

  @Override
  public MembershipChange onRemove(MemberChange.Remove remove) {
    return new MembershipChange.Remove(new MemberId(remove.id()));
  }

  @Override
  public MembershipChange onReplace(MemberChange.Replace replace) {
    return new MembershipChange.Replace(new MemberId(replace.id()));
  }

  @Override
  public MembershipChange onPromote(MemberChange.Promote promote) {
    return new MembershipChange.Promote(new MemberId(promote.id()));
  }

  @Override
  public MembershipChange onHandOver(MemberChange.HandOver handOver) {
    return new MembershipChange.HandOver(handOver.id().map(MemberId::new));
  }

  @Override
  public MembershipChange onLeases(MemberChange.Leases leases) {
    return new MembershipChange.Lease(
        new LeaseTerms(leases.duration().toMillis(), leases.driftPpm()));
  }

  @Override
  public MembershipChange onQuorums(MemberChange.Quorums quorums) {
    return new MembershipChange.Resize(new QuorumSizes(quorums.election(), quorums.accept()));
  }
}
