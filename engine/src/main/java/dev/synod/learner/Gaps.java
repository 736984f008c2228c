package dev.synod.learner;

import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import java.util.List;

/**
 * Whom to ask for chosen values that this member lacks. One question is out at a time; its answer
 * brings the next question, silence the same one to somebody else. A journal that lags for long is
 * filled beside that: what the replica waits for may be where no journal reaches before.
 *
 * @param goal the journal should reach this slot; it may lag for a while, since marks are written
 *     with the next vote
 * @param since when the goal was set
 * @param through the contiguous prefix when it was last looked at
 * @param asked when the last question left
 * @param from the slot that it asked for; 0 if no answer is waited for
 * @param asks how many have, which rotates through the peers
 */
record Gaps(Room room, long goal, long since, long through, long asked, long from, long asks) {
  /** The journal may lag behind what is chosen for this many resend intervals. */
  private static final int PATIENCE = 10;

  /** Values put into the journal from memory in one go; the one that goes over it is the last. */
  private static final long PUT_BYTES = 64 * 1024;

  private static final long NOTHING_ASKED = Long.MIN_VALUE / 2;

  static Gaps none(Room room) {
    return new Gaps(room, 0, 0, 0, NOTHING_ASKED, 0, 0);
  }

  /** The replica has room: asks on, if that is what was waited for. */
  Step<Gaps> onRoom(Window window, long now) {
    return asked == NOTHING_ASKED && wantsReplay(window)
        ? ask(room.self(), window.delivered() + 1, window, now)
        : Step.stay(this);
  }

  /** After an answer with values: asks on at once, unless it is not the answer that is awaited. */
  Step<Gaps> onPage(long first, Window window, Known known, long now) {
    return first == from ? missing(window, known, now, true) : Step.stay(this);
  }

  /**
   * As time passes: asks where nothing has moved since the last look. What the own journal may hold
   * nobody else is asked for: after a restart they may have only a snapshot to offer.
   */
  Step<Gaps> onTick(Window window, Known known, long now) {
    return window.replayed() && room.overdue(asked, now)
        ? missing(window, known, now, window.through() == through)
            .then(looked -> looked.level(window, known, now))
        : Step.stay(this);
  }

  private Step<Gaps> missing(Window window, Known known, long now, boolean stuck) {
    if (wantsReplay(window)) {
      return ask(room.self(), window.delivered() + 1, window, now);
    }
    if (wantsDelivery(window)) {
      return ask(source(known), window.delivered() + 1, window, now);
    }
    return stuck && known.heard() > window.through()
        ? ask(source(known), window.through() + 1, window, now)
        : Step.stay(new Gaps(room, goal, since, window.through(), NOTHING_ASKED, 0, asks));
  }

  /** A journal that stays behind gets what it lacks from memory, or else from others. */
  private Step<Gaps> level(Window window, Known known, long now) {
    if (window.held() >= goal) {
      return Step.stay(new Gaps(room, window.through(), now, through, asked, from, asks));
    }
    if (now - since < PATIENCE * room.settings().resend().toMillis()) {
      return Step.stay(this);
    }
    List<Value> values = window.unheld(PUT_BYTES);
    return values.isEmpty()
        ? ask(source(known), window.held() + 1, window, now)
        : new Step<>(
            new Gaps(room, goal, since, through, now, from, asks),
            List.of(new Effect.Post(new Learned(window.held() + 1, values))));
  }

  /** Whether the replica waits for a chosen value that is not in memory. */
  private boolean wantsDelivery(Window window) {
    long next = window.delivered() + 1;
    return next <= Math.min(window.through(), window.applied() + room.settings().ahead())
        && !window.chosen().containsKey(next);
  }

  /** Whether the own journal has that value. */
  private boolean wantsReplay(Window window) {
    return wantsDelivery(window) && window.delivered() + 1 <= window.held();
  }

  private Step<Gaps> ask(MemberId whom, long slot, Window window, long now) {
    return new Step<>(
        new Gaps(room, goal, since, window.through(), now, slot, asks + 1),
        List.of(new Effect.Send(whom, new CatchUp(slot))));
  }

  /** Who announced it, at first; then one after the other. */
  private MemberId source(Known known) {
    List<MemberId> others = room.others();
    if (others.isEmpty()) {
      return room.self();
    }
    return asks % 2 == 0 && !known.source().equals(room.self())
        ? known.source()
        : others.get((int) (asks / 2 % others.size()));
  }
}
