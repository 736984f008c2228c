package dev.synod.testkit.probe;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.ElectorNotice.Elected;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.RegistrarMessage.Change;
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
  private final Map<Long, MemberId> heirs = new HashMap<>();
  private final Map<Long, MemberId> firstLeaders = new HashMap<>();
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

  void said(PaxosMessage message) {
    counter.count(
        Probe.HAND_OVER_ASKED,
        message instanceof Change asked && asked.change() instanceof MembershipChange.HandOver);
  }

  void posted(MemberId member, Notice notice) {
    if (notice instanceof Elected elected) {
      long epoch = elected.ballot().epoch();
      if (firstLeaders.putIfAbsent(epoch, member) == null) {
        handedOver(epoch);
      }
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
    if (isSame(next)) {
      sign.successor().ifPresent(heir -> heirs.put(next.epoch(), heir));
      handedOver(next.epoch());
    }
    next.members().forEach(this::compare);
    kinds.clear();
    next.members().forEach(this::note);
    quorums = next.quorums();
  }

  private boolean isSame(Configuration next) {
    return next.quorums().equals(quorums)
        && next.ids().equals(List.copyOf(kinds.keySet()))
        && next.members().stream()
            .allMatch(member -> member.kind() == kinds.get(member.id()) && !isReplaced(member));
  }

  /** Who is elected may be seen before the stop-sign is, or after. */
  private void handedOver(long epoch) {
    MemberId heir = heirs.get(epoch);
    counter.count(Probe.HAND_OVER_DONE, heir != null && heir.equals(firstLeaders.get(epoch)));
  }

  private boolean isReplaced(MemberRecord member) {
    Incarnation disk = disks.get(member.id());
    return disk != null && !disk.equals(member.incarnation());
  }

  private void compare(MemberRecord member) {
    MemberKind before = kinds.get(member.id());
    counter.count(Probe.MEMBER_ADDED, before == null);
    counter.count(
        Probe.MEMBER_PROMOTED,
        before != null && !before.votes() && member.kind() == MemberKind.VOTER);
    counter.count(Probe.MEMBER_REPLACED, before != null && isReplaced(member));
  }

  private void note(MemberRecord member) {
    kinds.put(member.id(), member.kind());
    disks.put(member.id(), member.incarnation());
  }
}
