package dev.synod.node;

import dev.synod.acceptor.AcceptorFront;
import dev.synod.api.StateMachine;
import dev.synod.elector.ElectorState;
import dev.synod.elector.LeaderElector;
import dev.synod.learner.Learner;
import dev.synod.learner.LearnerState;
import dev.synod.membership.DiskName;
import dev.synod.membership.Founder;
import dev.synod.membership.FoundingState;
import dev.synod.membership.Registrar;
import dev.synod.notary.Notary;
import dev.synod.proposer.Proposer;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Postbox;
import dev.synod.replica.Replica;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Who plays the roles of a member: the engine's own actors. A test that plants a mistake in one of
 * them replaces that one.
 */
public interface Casting {
  /** The engine's own actors. */
  Casting SOUND = new Casting() {};

  /** Founds the group with the disk of this name. */
  default Behavior<Mail> founder(
      FoundingState initial,
      String journal,
      DiskName disk,
      Function<Incarnation, Postbox> postboxes,
      ActorRef<? super Founder.Verdict> parent) {
    return Founder.create(initial, journal, disk, postboxes, parent);
  }

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

  /** Applies what is chosen, and answers clients. */
  default <S> Behavior<Mail> replica(Replica.Setup setup, StateMachine<S> machine) {
    return Replica.create(setup, machine);
  }

  /** Changes who the members are. */
  default Behavior<Mail> registrar(
      Seat seat, Configuration configuration, SynodSettings.MembershipSettings settings) {
    return Registrar.create(seat, configuration, settings);
  }

  /** Tells the disk from an older copy of it. */
  default Behavior<Mail> notary(Notary.Setup setup) {
    return Notary.create(setup);
  }

  /** Promises, votes and remembers. */
  default Behavior<Mail> acceptor(AcceptorFront.Setup setup) {
    return AcceptorFront.create(setup);
  }
}
