package dev.synod.testkit.bugs;

import dev.synod.learner.LearnerState;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.Step;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Learning;
import java.util.List;

/** What leaders can do wrong with their leases. */
final class LeaseMistakes {
  private static final long LONGEST = 784;

  /** What is deducted of a lease of 800 ms where clocks may be off by a tenth. */
  private static final long DRIFT_OF_800 = 146;

  private LeaseMistakes() {}

  /** The lease counts from when it was granted, as far as the leader can tell. */
  static Learning countsFromTheAnswer(Seat seat) {
    return new Learning() {
      private long asked;
      private long round;
      private long took;

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        if (message instanceof Confirmed && !from.equals(seat.self())) {
          took = moment.now() - asked;
        }
        boolean read = message instanceof ReadIndexAsk;
        Moment felt = read ? new Moment(moment.now() - took, moment.chance()) : moment;
        return super.receive(rules, from, message, felt);
      }

      @Override
      Step<LearnerState> tick(LearnerState rules, Moment moment) {
        Step<LearnerState> step = super.tick(rules, moment);
        for (Effect effect : step.effects()) {
          if (effect instanceof Effect.Send send
              && send.message() instanceof Confirm confirm
              && confirm.round() > round) {
            round = confirm.round();
            asked = moment.now();
          }
        }
        return step;
      }
    };
  }

  /** The lease lasts as long as it was granted for, as if all clocks went alike. */
  static Learning deductsNoDrift(Seat seat) {
    return new Learning() {
      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        boolean read = message instanceof ReadIndexAsk;
        long now = read ? moment.now() - DRIFT_OF_800 : moment.now();
        return super.receive(rules, from, message, new Moment(now, moment.chance()));
      }
    };
  }

  /** Once the lease is in use, somebody sets the clock back by an hour. */
  static Learning goesByTheWallClock(Seat seat) {
    return new Learning() {
      private boolean used;

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        if (!(message instanceof ReadIndexAsk)) {
          return super.receive(rules, from, message, moment);
        }
        long now = used ? moment.now() - 3_600_000 : moment.now();
        used = true;
        return super.receive(rules, from, message, new Moment(now, moment.chance()));
      }
    };
  }

  /** Whoever has read by its lease goes on with that, whatever comes in between. */
  static Learning keepsItThroughEpochs(Seat seat) {
    return new Learning() {
      private long until = Long.MIN_VALUE;
      private long slot;

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        if (message instanceof ReadIndexAsk ask && moment.now() < until) {
          ReadIndex answer = new ReadIndex(ask.request(), slot, true);
          return new Step<>(rules, List.of(new Effect.Send(from, answer)));
        }
        Step<LearnerState> step = super.receive(rules, from, message, moment);
        for (Effect effect : step.effects()) {
          if (effect instanceof Effect.Send send
              && send.message() instanceof ReadIndex index
              && index.leased()) {
            until = moment.now() + LONGEST;
            slot = index.slot();
          }
        }
        return step;
      }
    };
  }
}
