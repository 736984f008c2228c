package dev.synod.node;

import dev.synod.acceptor.AcceptorFront;
import dev.synod.elector.ElectorState;
import dev.synod.elector.LeaderElector;
import dev.synod.learner.Learner;
import dev.synod.learner.LearnerState;
import dev.synod.proposer.Proposer;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.Mail;
import dev.synod.shell.Seat;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Who plays the roles of a member: the engine's own actors. A test that plants a mistake in one of
 * them replaces that one.
 */
public interface Casting {
  /** The engine's own actors. */
  Casting SOUND = new Casting() {};

  /** Wins the lead and orders commands. */
  default Behavior<Mail> proposer(Seat seat, ProposerState initial, Duration tick) {
    return Proposer.create(seat, initial, tick);
  }

  /** Finds out what is chosen. */
  default Behavior<Mail> learner(Seat seat, LearnerState initial, Duration tick) {
    return Learner.create(seat, initial, tick);
  }

  /** Finds out who leads. */
  default Behavior<Mail> elector(Seat seat, ElectorState initial, Duration tick) {
    return LeaderElector.create(seat, initial, tick);
  }

  /** Promises, votes and remembers. */
  default Behavior<Mail> acceptor(AcceptorFront.Setup setup) {
    return AcceptorFront.create(setup);
  }
}
