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
 * <p>A witness has no snapshot. In the place of its own it has what those of enough others cover
 * (rule W1), and tells nobody of it.
 *
 * @param own what the own disk has; nobody hears of it before it is there
 * @param others what each other member has said of its newest snapshot
 * @param told when the others heard of the own one last
 */
record Snapshots(
    Room room, SnapshotSaved own, PSortedMap<MemberId, Snapshotted> others, long told) {
  /** It is told again after this many resend intervals, for those that were not there. */
  private static final int REPEAT = 10;

  /**
   * While a snapshot comes over, the log goes on by some share of its size: who has borrowed one
   * must find the log still there behind it, or it would borrow for ever.
   */
  private static final int TRANSFER = 2;

  static Snapshots begin(Room room, SnapshotSaved restored) {
    return new Snapshots(room, restored, TreePMap.empty(), 0);
  }

  /** In the next epoch, with what is known of its members. */
  Snapshots entering(Room next) {
    PSortedMap<MemberId, Snapshotted> known = others;
    for (MemberId member : others.keySet()) {
      if (!next.others().contains(member)) {
        known = known.minus(member);
      }
    }
    return new Snapshots(next, own, known, 0);
  }

  /** With a newer snapshot; the others hear of it. */
  Step<Snapshots> saved(SnapshotSaved newer, long now) {
    return newer.through() <= own.through()
        ? Step.stay(this)
        : new Snapshots(room, newer, others, told).tell(now).then(Snapshots::release);
  }

  /** With what another member has said. */
  Step<Snapshots> heard(MemberId from, Snapshotted said) {
    Snapshotted known = others.getOrDefault(from, said);
    boolean news = said.through() > known.through() || !said.disk().equals(known.disk());
    PSortedMap<MemberId, Snapshotted> all = others.plus(from, news ? said : known);
    SnapshotSaved base =
        room.witness()
            ? new Coverage(room.configuration(), all).beyond(own.through()).orElse(own)
            : own;
    Snapshots grown = new Snapshots(room, base, all, told);
    return grown.needed() > needed() || base.through() > own.through()
        ? grown.release()
        : Step.stay(grown);
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
    Snapshots repeated = new Snapshots(room, own, others, now);
    return room.configuration()
        .member(room.self())
        .filter(self -> !room.witness())
        .map(
            self ->
                new Snapshotted(
                    own.through(), own.logTime(), own.configuration(), self.incarnation()))
        .map(saved -> new Step<>(repeated, room.toOthers(saved)))
        .orElseGet(() -> Step.stay(repeated));
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
        .saying(
            new Effect.Post(
                new Release(
                    own.through(),
                    own.logTime(),
                    needed,
                    Math.max(room.settings().tailBytes(), TRANSFER * own.bytes()),
                    own.configuration(),
                    !room.witness())));
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
            room.otherKeepers().stream()
                .map(others::get)
                .map(said -> said == null ? 0L : said.through()))
        .mapToLong(Long::longValue)
        .min()
        .orElseThrow();
  }
}
