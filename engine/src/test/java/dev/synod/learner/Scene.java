package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Applied;
import dev.synod.protocol.LearnerNotice.Leading;
import dev.synod.protocol.LearnerNotice.Proposed;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** The learner of n1 among three members; repeats after 100 ms, holds 4 slots ahead. */
final class Scene {
  static final int AHEAD = 4;
  static final int READS = 3;
  static final int TAIL = 100;
  static final long TAIL_BYTES = 1000;
  static final Ballot OWN = Cast.ballot(5, N1);
  static final Ballot LEADERS = Cast.ballot(5, N2);

  static final Voted REPLAYED = new Voted(List.of(), 0, 0);

  private Scene() {}

  /** Its acceptor has replayed an empty journal. */
  static Driver<LearnerState, LearnerMessage, LearnerNotice> follower() {
    return follower(Cast.members(3));
  }

  static Driver<LearnerState, LearnerMessage, LearnerNotice> follower(Configuration three) {
    LearnerSettings settings =
        new LearnerSettings(Duration.ofMillis(100), Duration.ZERO, AHEAD, READS, TAIL, TAIL_BYTES);
    return new Driver<LearnerState, LearnerMessage, LearnerNotice>(
            LearnerState.initial(N1, three, settings, new SnapshotSaved(0, 0, Cast.FOUNDING, 0)))
        .told(REPLAYED);
  }

  /** Counts from slot {@code first} on. */
  static Driver<LearnerState, LearnerMessage, LearnerNotice> leader(long first, long barrier) {
    return follower().told(new Leading(OWN, first, barrier));
  }

  /** With proposals for these slots out, their values called v1, v2 and so on. */
  static Driver<LearnerState, LearnerMessage, LearnerNotice> leaderProposing(long last) {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = leader(1, 0);
    LongStream.rangeClosed(1, last).forEach(slot -> leader.told(proposed(slot)));
    return leader;
  }

  static Proposed proposed(long slot) {
    return new Proposed(new SlotVote(slot, OWN, v(slot)), 0, List.of());
  }

  static Value v(long slot) {
    return Cast.value("v" + slot);
  }

  static List<Value> values(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Scene::v).toList();
  }

  static Accepted accepted(Ballot ballot, Long... slots) {
    return new Accepted(ballot, List.of(slots));
  }

  static Chosen chosen(Ballot ballot, long through) {
    return new Chosen(ballot, through);
  }

  /** The own acceptor has voted under the leader's ballot. */
  static Voted voted(Ballot ballot, long first, long last) {
    return new Voted(
        LongStream.rangeClosed(first, last)
            .mapToObj(slot -> new SlotVote(slot, ballot, v(slot)))
            .toList(),
        0,
        0);
  }

  static Voted held(long through) {
    return new Voted(List.of(), through, through * 10);
  }

  /** Of a slot at ten times its time. */
  static Snapshotted snapshot(MemberId of, long through) {
    return new Snapshotted(
        through, through * 10, Cast.FOUNDING, Cast.FOUNDING.member(of).orElseThrow().incarnation());
  }

  static CatchUpPage page(long first, long last) {
    return new CatchUpPage(first, values(first, last), last, 0);
  }

  static Applied applied(long through) {
    return new Applied(through);
  }

  static Deliver deliver(long first, long last) {
    return deliver(first, last, last);
  }

  static Deliver deliver(long first, long last, long through) {
    return new Deliver(first, values(first, last), through);
  }
}
