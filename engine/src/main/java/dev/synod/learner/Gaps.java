package dev.synod.learner;

import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Step;
import java.util.List;

/**
 * Whom to ask for chosen values that this member lacks. One question is out at a time; an answer
 * brings the next question, silence the same one to somebody else.
 *
 * @param held the own journal holds every chosen value through this slot
 * @param heldSince since when; a while is normal, since marks are written with the next vote
 * @param through the contiguous prefix when it was last looked at
 * @param asked when the last question left
 * @param asks how many have, which rotates through the peers
 */
record Gaps(Room room, long held, long heldSince, long through, long asked, long asks) {
  /** The journal may lag behind what is chosen for this many resend intervals. */
  private static final int PATIENCE = 10;

  private static final long NOTHING_ASKED = Long.MIN_VALUE / 2;

  static Gaps none(Room room) {
    return new Gaps(room, 0, 0, 0, NOTHING_ASKED, 0);
  }

  Gaps holding(long journal, long now) {
    return journal > held ? new Gaps(room, journal, now, through, asked, asks) : this;
  }

  /** The replica has room: asks on, if that is what was waited for. */
  Step<Gaps> onRoom(Window window, long now) {
    return asked == NOTHING_ASKED && wantsReplay(window)
        ? ask(room.self(), window.delivered() + 1, window, now)
        : Step.stay(this);
  }

  /** After an answer with values: asks on at once. */
  Step<Gaps> onPage(Window window, Known known, long now) {
    return missing(window, known, now, true);
  }

  /** As time passes: asks where nothing has moved since the last look. */
  Step<Gaps> onTick(Window window, Known known, long now) {
    return room.overdue(asked, now)
        ? missing(window, known, now, window.through() == through)
        : Step.stay(this);
  }

  private Step<Gaps> missing(Window window, Known known, long now, boolean stuck) {
    if (wantsReplay(window)) {
      return ask(room.self(), window.delivered() + 1, window, now);
    }
    if (wantsDelivery(window)) {
      return ask(source(known), window.delivered() + 1, window, now);
    }
    if (stuck && known.heard() > window.through()) {
      return ask(source(known), window.through() + 1, window, now);
    }
    boolean lagging =
        held < window.through()
            && now - heldSince >= PATIENCE * room.settings().resend().toMillis();
    return lagging
        ? ask(source(known), held + 1, window, now)
        : Step.stay(new Gaps(room, held, heldSince, window.through(), NOTHING_ASKED, asks));
  }

  /** Whether the replica waits for a chosen value that is not in memory. */
  private boolean wantsDelivery(Window window) {
    long next = window.delivered() + 1;
    return next <= Math.min(window.through(), window.applied() + room.settings().ahead())
        && !window.chosen().containsKey(next);
  }

  /** Whether the own journal has that value. */
  private boolean wantsReplay(Window window) {
    return wantsDelivery(window) && window.delivered() + 1 <= held;
  }

  private Step<Gaps> ask(MemberId whom, long from, Window window, long now) {
    return new Step<>(
        new Gaps(room, held, heldSince, window.through(), now, asks + 1),
        List.of(new Effect.Send(whom, new CatchUp(from))));
  }

  /** Who announced it, at first; then one after the other. */
  private MemberId source(Known known) {
    List<MemberId> others = room.others();
    if (others.isEmpty()) {
      return room.self();
    }
    return asks % 2 == 0 && others.contains(known.source())
        ? known.source()
        : others.get((int) (asks / 2 % others.size()));
  }
}
