package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorFront;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.elector.ElectorState;
import dev.synod.learner.LearnerState;
import dev.synod.node.Casting;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.Mail;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;

/** Members of which one role makes a mistake. */
final class Castings {
  private Castings() {}

  abstract static class Proposing extends Twist<ProposerState, ProposerMessage, ProposerNotice> {}

  abstract static class Learning extends Twist<LearnerState, LearnerMessage, LearnerNotice> {}

  abstract static class Electing extends Twist<ElectorState, ElectorMessage, ElectorNotice> {}

  static Casting proposer(Supplier<Proposing> twist) {
    return new Casting() {
      @Override
      public Behavior<Mail> proposer(Seat seat, ProposerState initial, Duration tick) {
        return TwistedRules.actor(
            seat,
            ProposerMessage.class,
            ProposerNotice.class,
            new TwistedRules<>(initial, twist.get()),
            tick);
      }
    };
  }

  static Casting learner(Function<Seat, Learning> twist) {
    return new Casting() {
      @Override
      public Behavior<Mail> learner(Seat seat, LearnerState initial, Duration tick) {
        return TwistedRules.actor(
            seat,
            LearnerMessage.class,
            LearnerNotice.class,
            new TwistedRules<>(initial, twist.apply(seat)),
            tick);
      }
    };
  }

  static Casting elector(Function<Seat, Electing> twist) {
    return new Casting() {
      @Override
      public Behavior<Mail> elector(Seat seat, ElectorState initial, Duration tick) {
        return TwistedRules.actor(
            seat,
            ElectorMessage.class,
            ElectorNotice.class,
            new TwistedRules<>(initial, twist.apply(seat)),
            tick);
      }
    };
  }

  static Casting acceptor(Function<Seat, AcceptorRules> rules) {
    return new Casting() {
      @Override
      public Behavior<Mail> acceptor(AcceptorFront.Setup setup) {
        return AcceptorFront.create(setup.with(rules.apply(setup.seat())));
      }
    };
  }
}
