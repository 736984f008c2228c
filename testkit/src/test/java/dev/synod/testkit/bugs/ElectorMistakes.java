package dev.synod.testkit.bugs;

import dev.synod.elector.ElectorState;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.Step;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Electing;
import java.util.Optional;

/** What electors do wrong. */
final class ElectorMistakes {
  private ElectorMistakes() {}

  /** Whatever it hears from anybody is a sign of life of the leader that it once had. */
  static Electing anyMessageIsASignOfLife(Seat seat) {
    return new Electing() {
      private Optional<MemberId> leader = Optional.empty();
      private Ballot ballot = Ballot.NONE;

      @Override
      Step<ElectorState> receive(
          ElectorState rules, MemberId from, ElectorMessage message, Moment moment) {
        if (message instanceof Heartbeat heartbeat) {
          leader = Optional.of(from);
          ballot = ballot.max(heartbeat.ballot());
        }
        Step<ElectorState> step = super.receive(rules, from, message, moment);
        return leader.isPresent() && !leader.get().equals(seat.self())
            ? step.then(s -> super.receive(s, leader.get(), new Heartbeat(ballot, 1), moment))
            : step;
      }
    };
  }

  /** Nothing that it hears keeps it from standing for leader itself. */
  static Electing nothingIsASignOfLife(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> receive(
          ElectorState rules, MemberId from, ElectorMessage message, Moment moment) {
        return message instanceof Heartbeat
            ? Step.stay(rules)
            : super.receive(rules, from, message, moment);
      }
    };
  }

  /** Refused, it tries the next round at once. */
  static Electing triesAgainAtOnce(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> notice(ElectorState rules, ElectorNotice notice, Moment moment) {
        Step<ElectorState> step = super.notice(rules, notice, moment);
        return notice instanceof Deposed deposed
            ? step.saying(new Effect.Post(new Campaign(deposed.highest())))
            : step;
      }
    };
  }
}
