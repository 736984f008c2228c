package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.RegistrarMessage.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Who lets a registrar hear of itself: members by their reports, and disks that wait for a part by
 * their founders' word.
 *
 * @param reports the latest of each other member
 * @param disks in the order in which they were last heard of, at most {@link #DISKS}
 * @param past how far this member knew the log to be chosen at its last {@link #PAST} reports, the
 *     oldest first
 * @param newcomers the members whose disks have come with this epoch: they may be in it and hold
 *     nothing yet
 */
record Attendance(
    PSortedMap<MemberId, Heard> reports,
    List<Disk> disks,
    List<Long> past,
    PSortedSet<MemberId> newcomers) {
  /** Names cost nothing, so only so many are kept; it is as many as a group can have members. */
  private static final int DISKS = Configuration.MAX_MEMBERS;

  /** Reports of a member that holds the log tell of what was chosen before so many. */
  private static final int PAST = 5;

  /** A disk that waits introduces itself every 2 s. */
  private static final long DISK_PATIENCE_MILLIS = 10_000;

  /**
   * A report.
   *
   * @param held the member holds every chosen value through this slot
   * @param executed the furthest that it has ever executed of them: what it does not hold in memory
   *     after a restart is in its journal
   * @param at when it came
   * @param epoch the last that it has reported in
   */
  record Heard(long held, long executed, long at, long epoch) {}

  /** A disk that waits, and when it was last heard of. */
  record Disk(MemberRecord disk, long at) {}

  /** Nobody yet. */
  static Attendance empty() {
    return new Attendance(TreePMap.empty(), List.of(), List.of(), TreePSet.empty());
  }

  Attendance reporting(MemberId member, Report report, long epoch, long now) {
    long executed = Math.max(report.executed(), executedBy(List.of(member)));
    return new Attendance(
        reports.plus(member, new Heard(report.held(), executed, now, epoch)),
        disks,
        past,
        newcomers);
  }

  /**
   * Who has reported in this epoch, so that its journal has entered it with all that came before;
   * of newcomers that can't be told.
   */
  PSortedSet<MemberId> present(long epoch) {
    PSortedSet<MemberId> present = TreePSet.empty();
    for (MemberId member : reports.keySet()) {
      boolean here = reports.get(member).epoch() == epoch && !newcomers.contains(member);
      present = here ? present.plus(member) : present;
    }
    return present;
  }

  /** All of these members have executed the slots through this one; 0 if one is silent. */
  long executedBy(List<MemberId> members) {
    return members.stream()
        .map(member -> Optional.ofNullable(reports.get(member)))
        .mapToLong(heard -> heard.map(Heard::executed).orElse(0L))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** A disk waits; of more than can be kept those that are kept already stay. */
  Attendance waiting(MemberRecord disk, long now) {
    List<Disk> others = fresh(now).filter(it -> !it.disk().equals(disk)).toList();
    return others.size() >= DISKS
        ? this
        : new Attendance(
            reports,
            Stream.concat(others.stream(), Stream.of(new Disk(disk, now))).toList(),
            past,
            newcomers);
  }

  /** The disks that wait now. */
  List<MemberRecord> waiting(long now) {
    return fresh(now).map(Disk::disk).toList();
  }

  private Stream<Disk> fresh(long now) {
    return disks.stream().filter(it -> now - it.at() < DISK_PATIENCE_MILLIS);
  }

  /** Without the disks that wait no more. */
  Attendance forgetting(long now) {
    return new Attendance(reports, fresh(now).toList(), past, newcomers);
  }

  /** As this member reports, it knows the log to be chosen through this slot. */
  Attendance passing(long chosen) {
    List<Long> longer = Stream.concat(past.stream(), Stream.of(chosen)).toList();
    return new Attendance(
        reports,
        disks,
        longer.subList(Math.max(0, longer.size() - PAST), longer.size()),
        newcomers);
  }

  /**
   * How many of the chosen slots a member may lack in its last report and hold all the same what
   * was chosen some reports ago; 0 if that is not known yet.
   */
  long recent(long chosen) {
    return past.size() < PAST ? 0 : Math.max(0, chosen - past.get(0));
  }

  /** The next epoch: who is no member of it, or with another disk, has not reported in it. */
  Attendance entering(Configuration before, Configuration after) {
    PSortedSet<MemberId> fresh = TreePSet.empty();
    for (MemberRecord member : after.members()) {
      fresh = before.knows(member.id(), member.incarnation()) ? fresh : fresh.plus(member.id());
    }
    PSortedMap<MemberId, Heard> stay = reports;
    for (MemberId member : reports.keySet()) {
      boolean same = after.member(member).isPresent() && !fresh.contains(member);
      stay = same ? stay : stay.minus(member);
    }
    return new Attendance(stay, disks, past, fresh);
  }

  /** The members that were heard of within this time, and how far they hold the log. */
  PSortedMap<MemberId, Long> live(long now, long patience) {
    PSortedMap<MemberId, Long> live = TreePMap.empty();
    for (MemberId member : reports.keySet()) {
      Heard heard = reports.get(member);
      live = now - heard.at() < patience ? live.plus(member, heard.held()) : live;
    }
    return live;
  }
}
