package dev.synod.testkit.probe;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what chosen stop-signs change, each against the configuration before it. */
final class Changes {
  /** Where it is counted. */
  interface Counter {
    void count(Probe probe, boolean occurs);
  }

  private final Counter counter;
  private final Map<MemberId, MemberKind> kinds = new TreeMap<>();
  private final Map<MemberId, Incarnation> disks = new HashMap<>();
  private final Map<MemberId, Long> epochs = new HashMap<>();
  private QuorumSizes quorums;

  Changes(List<MemberId> founders, Counter counter) {
    this.counter = counter;
    this.quorums = QuorumSizes.majority(founders.size());
    founders.forEach(founder -> kinds.put(founder, MemberKind.VOTER));
  }

  /** The founders' disks are those that vote in the first epoch. */
  void durable(MemberId member, Recorded event) {
    long before = epochs.getOrDefault(member, 1L);
    epochs.put(member, event.epoch());
    counter.count(Probe.EPOCH_ENTERED, event.epoch() > before);
    counter.count(
        Probe.WITNESS_VOTED, kinds.get(member) == MemberKind.WITNESS && !event.votes().isEmpty());
    if (event.epoch() == 1) {
      disks.putIfAbsent(member, event.incarnation());
    }
  }

  /**
   * Each is told once, in their order.
   *
   * @param vote the one of the highest ballot for it: its proposer leads
   */
  void chosen(Value.StopSign sign, Optional<SlotVote> vote) {
    Configuration next = sign.next();
    counter.count(Probe.MEMBER_REMOVED, !next.ids().containsAll(kinds.keySet()));
    counter.count(
        Probe.LEADER_REMOVED,
        vote.map(cast -> cast.ballot().member())
            .filter(leader -> next.member(leader).isEmpty())
            .isPresent());
    long voters = kinds.values().stream().filter(MemberKind::votes).count();
    counter.count(
        Probe.QUORUMS_CHANGED, voters == next.voters().size() && !next.quorums().equals(quorums));
    next.members().forEach(this::compare);
    kinds.clear();
    next.members().forEach(this::note);
    quorums = next.quorums();
  }

  private void compare(MemberRecord member) {
    MemberKind before = kinds.get(member.id());
    Incarnation disk = disks.get(member.id());
    counter.count(Probe.MEMBER_ADDED, before == null);
    counter.count(
        Probe.MEMBER_PROMOTED,
        before != null && !before.votes() && member.kind() == MemberKind.VOTER);
    counter.count(
        Probe.MEMBER_REPLACED,
        before != null && disk != null && !disk.equals(member.incarnation()));
  }

  private void note(MemberRecord member) {
    kinds.put(member.id(), member.kind());
    disks.put(member.id(), member.incarnation());
  }
}
