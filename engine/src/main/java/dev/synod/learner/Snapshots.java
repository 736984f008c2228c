package dev.synod.learner;

import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Step;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * How far the members' snapshots reach, and with that which values the own journal need not keep
 * (rule G1).
 *
 * @param own what the own disk has; nobody hears of it before it is there
 * @param others how far each other member has said that its snapshot reaches
 * @param told when the others heard of the own one last
 */
record Snapshots(Room room, SnapshotSaved own, PSortedMap<MemberId, Long> others, long told) {
  /** It is told again after this many resend intervals, for those that were not there. */
  private static final int REPEAT = 10;

  static Snapshots begin(Room room, SnapshotSaved restored) {
    return new Snapshots(room, restored, TreePMap.empty(), 0);
  }

  /** With a newer snapshot; the others hear of it. */
  Step<Snapshots> saved(SnapshotSaved newer, long now) {
    return newer.through() <= own.through()
        ? Step.stay(this)
        : new Snapshots(room, newer, others, told).tell(now).then(Snapshots::release);
  }

  /** With what another member has said. */
  Step<Snapshots> heard(MemberId from, long through) {
    Snapshots grown =
        new Snapshots(
            room, own, others.plus(from, Math.max(through, others.getOrDefault(from, 0L))), told);
    return grown.needed() > needed() ? grown.release() : Step.stay(grown);
  }

  /**
   * As time passes.
   *
   * @param held how far the own journal knows the log to be chosen; nobody may be able to tell it
   *     what it lacks
   */
  Step<Snapshots> onTick(long held, long now) {
    if (own.through() == 0 || now - told < REPEAT * room.settings().resend().toMillis()) {
      return Step.stay(this);
    }
    Step<Snapshots> told = tell(now);
    return held < needed() ? told.then(Snapshots::release) : told;
  }

  private Step<Snapshots> tell(long now) {
    return new Step<>(
        new Snapshots(room, own, others, now), room.toOthers(new Snapshotted(own.through())));
  }

  /**
   * A member has truncated its log through this slot, while the own journal lacks values there: it
   * can't be filled, but where the own snapshot covers them, it need not be.
   */
  Step<Snapshots> gone(long through) {
    return release(Math.max(through, needed()));
  }

  private Step<Snapshots> release() {
    return release(needed());
  }

  private Step<Snapshots> release(long needed) {
    return Step.stay(this)
        .saying(new Effect.Post(new Release(own.through(), own.logTime(), needed)));
  }

  /**
   * All members' snapshots reach this slot; or it is as far back as the log is kept for those that
   * lag, which then need a snapshot of another member.
   */
  private long needed() {
    return Math.max(covered(), own.through() - room.settings().tail());
  }

  private long covered() {
    return Stream.concat(
            Stream.of(own.through()),
            room.others().stream().map(member -> others.getOrDefault(member, 0L)))
        .mapToLong(Long::longValue)
        .min()
        .orElseThrow();
  }
}
