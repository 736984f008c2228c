package dev.synod.notary;

import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Trace;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What a notary knows.
 *
 * @param own how far this member's disk has come
 * @param seen how far the other members' disks were seen
 * @param begun whether this start is counted there
 * @param replayed whether the acceptor has said how many events it has
 * @param vouchers who has vouched for this start
 * @param vouched whether they were enough
 * @param sayAt when the own trace is to be said again, in milliseconds
 * @param noteAt when what was seen since may be remembered, in milliseconds
 * @param disowned why this disk must not vote ever again, if so
 */
record NotaryState(
    MemberId self,
    Configuration configuration,
    Trace own,
    PSortedMap<MemberId, Sighting> seen,
    boolean begun,
    boolean replayed,
    PSortedSet<MemberId> vouchers,
    boolean vouched,
    long sayAt,
    long noteAt,
    Optional<String> disowned) {

  /** One that has just been started, with what it had noted before. */
  static NotaryState started(MemberId self, Configuration configuration, Noted before) {
    PSortedMap<MemberId, Sighting> seen = TreePMap.empty();
    for (Sighting sighting : before.seen()) {
      seen = seen.plus(sighting.member(), sighting);
    }
    return new NotaryState(
        self,
        configuration,
        before.own(),
        seen,
        false,
        false,
        TreePSet.empty(),
        false,
        0,
        0,
        before.disowned());
  }

  /** What is to be remembered of it. */
  Noted noted() {
    return new Noted(own, List.copyOf(seen.values()), disowned);
  }

  /** How far this disk of a member was seen. */
  Optional<Sighting> sighting(MemberRecord member) {
    return Optional.ofNullable(seen.get(member.id()))
        .filter(known -> known.disk().equals(member.incarnation()));
  }

  NotaryState starting(long token) {
    return new NotaryState(
        self,
        configuration,
        own.starting(token),
        seen,
        true,
        replayed,
        vouchers,
        vouched,
        sayAt,
        noteAt,
        disowned);
  }

  NotaryState replayed(long events) {
    return new NotaryState(
        self,
        configuration,
        replayed ? own.at(events) : own.finding(events),
        seen,
        begun,
        true,
        vouchers,
        vouched,
        replayed ? sayAt : 0,
        noteAt,
        disowned);
  }

  NotaryState seeing(Sighting sighting) {
    PSortedMap<MemberId, Sighting> more = seen.plus(sighting.member(), sighting);
    return new NotaryState(
        self,
        configuration,
        own,
        more,
        begun,
        replayed,
        vouchers,
        vouched,
        sayAt,
        noteAt,
        disowned);
  }

  NotaryState vouchedBy(MemberId voucher) {
    return new NotaryState(
        self,
        configuration,
        own,
        seen,
        begun,
        replayed,
        vouchers.plus(voucher),
        vouched,
        sayAt,
        noteAt,
        disowned);
  }

  NotaryState disowned(String line) {
    return new NotaryState(
        self,
        configuration,
        own,
        seen,
        begun,
        replayed,
        vouchers,
        vouched,
        sayAt,
        noteAt,
        Optional.of(line));
  }

  NotaryState isVouched() {
    return new NotaryState(
        self, configuration, own, seen, begun, replayed, vouchers, true, sayAt, noteAt, disowned);
  }

  NotaryState due(long say, long note) {
    return new NotaryState(
        self, configuration, own, seen, begun, replayed, vouchers, vouched, say, note, disowned);
  }

  /** In another epoch, whose members are asked anew; of disks that have no part nothing is kept. */
  NotaryState in(Configuration next) {
    PSortedMap<MemberId, Sighting> kept = seen;
    for (Sighting sighting : seen.values()) {
      if (!next.knows(sighting.member(), sighting.disk())) {
        kept = kept.minus(sighting.member());
      }
    }
    return new NotaryState(
        self, next, own, kept, begun, replayed, TreePSet.empty(), vouched, 0, noteAt, disowned);
  }
}
