package dev.synod.notary;

import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.NotaryMessage;
import dev.synod.protocol.NotaryNotice.Written;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.SessionLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** The notaries of members n1, n2 and so on, which hear each other at once unless cut off. */
final class Notaries {
  final Map<MemberId, Noted> disks = new TreeMap<>();
  final Map<MemberId, NotaryState> running = new TreeMap<>();
  final Set<MemberId> vouched = new TreeSet<>();
  final Map<MemberId, String> disowned = new TreeMap<>();
  final List<String> doubts = new ArrayList<>();
  final Set<MemberId> cutOff = new TreeSet<>();
  long now;
  private final Configuration configuration;
  private final Deque<Runnable> mail = new ArrayDeque<>();
  private long token;

  Notaries(int members, QuorumSizes quorums) {
    configuration =
        new Configuration(
            1, new SessionLimits(64, 60_000, 16), LeaseTerms.NONE, quorums, records(members));
  }

  private static List<MemberRecord> records(int members) {
    return IntStream.rangeClosed(1, members)
        .mapToObj(i -> MemberRecord.voter(id(i), "h:" + i, disk(i)))
        .toList();
  }

  static MemberId id(int member) {
    return new MemberId("n" + member);
  }

  static Incarnation disk(int member) {
    return new Incarnation(new UUID(0, member));
  }

  /** A node is started on what the disk holds now; its acceptor has so many events. */
  void start(int member, long events) {
    MemberId self = id(member);
    vouched.remove(self);
    Noted held = disks.getOrDefault(self, Noted.NOTHING);
    running.put(self, NotaryState.started(self, configuration, held));
    take(self, turn(self).onStart(++token));
    take(self, turn(self).onWritten(new Written(events)));
    deliver();
  }

  void startAll(long events) {
    for (int member = 1; member <= configuration.members().size(); member++) {
      start(member, events);
    }
    pass(NotaryTurn.PERIOD);
  }

  void stop(int member) {
    running.remove(id(member));
    vouched.remove(id(member));
  }

  void written(int member, long events) {
    take(id(member), turn(id(member)).onWritten(new Written(events)));
    deliver();
  }

  /** Time passes, in steps of a tick. */
  void pass(long millis) {
    for (long end = now + millis; now < end; ) {
      now += 250;
      for (MemberId member : List.copyOf(running.keySet())) {
        take(member, turn(member).onNote(disks.getOrDefault(member, Noted.NOTHING)));
        take(member, turn(member).onTick());
      }
      deliver();
    }
  }

  /** A message arrives that somebody, or nobody, has sent. */
  void hear(int to, int from, NotaryMessage message) {
    take(id(to), message.fold(id(from), turn(id(to))));
    deliver();
  }

  /** A node that runs. */
  NotaryState at(int member) {
    return at(id(member));
  }

  private NotaryState at(MemberId member) {
    return Objects.requireNonNull(running.get(member));
  }

  private NotaryTurn turn(MemberId member) {
    return new NotaryTurn(at(member), now);
  }

  private void take(MemberId self, Decision decision) {
    decision.remember().ifPresent(noted -> disks.put(self, noted));
    running.put(self, decision.state());
    doubts.addAll(decision.doubts());
    decision.disowned().ifPresent(line -> disowned.put(self, line));
    decision.say().forEach(effect -> say(self, effect));
  }

  private void say(MemberId self, Effect effect) {
    if (effect instanceof Effect.Post post && post.notice() instanceof AcceptorNotice.Vouched) {
      vouched.add(self);
    } else if (effect instanceof Effect.Send send && !cutOff.contains(self)) {
      mail.add(
          () -> {
            if (running.containsKey(send.to()) && !cutOff.contains(send.to())) {
              NotaryMessage message = (NotaryMessage) send.message();
              take(send.to(), message.fold(self, turn(send.to())));
            }
          });
    }
  }

  private void deliver() {
    while (!mail.isEmpty()) {
      mail.remove().run();
    }
  }
}
