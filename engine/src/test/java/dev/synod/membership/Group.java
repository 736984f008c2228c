package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.SessionLimits;
import dev.synod.settings.SynodSettings.MembershipSettings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** A group in epoch 3, its members n1, n2 and so on, and disks that wait, for tests of changes. */
final class Group {
  static final MembershipSettings SETTINGS =
      new MembershipSettings(
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          1000,
          Duration.ofSeconds(30),
          false,
          Duration.ofMillis(800));

  private Group() {}

  static MemberId id(int number) {
    return new MemberId("n" + number);
  }

  /** The disk that a member began with. */
  static MemberRecord voter(int number) {
    return MemberRecord.voter(id(number), "h:" + number, new Incarnation(new UUID(0, number)));
  }

  /** Another disk of that member, at the same address. */
  static MemberRecord fresh(int number) {
    return MemberRecord.voter(id(number), "h:" + number, new Incarnation(new UUID(1, number)));
  }

  static Configuration voters(int count) {
    return members(
        IntStream.rangeClosed(1, count).mapToObj(Group::voter).toArray(MemberRecord[]::new));
  }

  static Configuration members(MemberRecord... members) {
    return Configuration.majority(3, new SessionLimits(10, 1000, 10), List.of(members));
  }

  static Configuration sized(QuorumSizes sizes, MemberRecord... members) {
    return new Configuration(
        3, new SessionLimits(10, 1000, 10), LeaseTerms.NONE, sizes, List.of(members));
  }

  /** The same in the next epoch, with majorities, without one member and with others. */
  static Configuration after(Configuration before, List<MemberId> gone, MemberRecord... come) {
    return Configuration.majority(
        before.epoch() + 1,
        before.sessions(),
        Stream.concat(
                before.members().stream().filter(member -> !gone.contains(member.id())),
                Stream.of(come))
            .toList());
  }

  /** All of these live and hold 5000 slots. */
  static PSortedMap<MemberId, Long> live(int... numbers) {
    PSortedMap<MemberId, Long> live = TreePMap.empty();
    for (int number : numbers) {
      live = live.plus(id(number), 5000L);
    }
    return live;
  }

  static MemberRecord as(int number, MemberKind kind) {
    return voter(number).as(kind);
  }
}
