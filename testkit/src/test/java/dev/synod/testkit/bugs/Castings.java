package dev.synod.testkit.bugs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.synod.acceptor.AcceptorFront;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.api.StateMachine;
import dev.synod.elector.ElectorState;
import dev.synod.learner.LearnerState;
import dev.synod.membership.DiskName;
import dev.synod.membership.Founder;
import dev.synod.membership.FoundingState;
import dev.synod.node.Casting;
import dev.synod.notary.Notary;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.Mail;
import dev.synod.protocol.NotaryNotice;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.replica.Replica;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

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

  static Casting acknowledgingAnotherSlot() {
    return new Casting() {
      @Override
      public <S> Behavior<Mail> replica(Replica.Setup setup, StateMachine<S> machine) {
        return ReplicaMistakes.acknowledgesAnotherSlot(setup, machine);
      }
    };
  }

  /** A token is no more than a wish. */
  static Casting forgettingTokens() {
    return new Casting() {
      @Override
      public <S> Behavior<Mail> replica(Replica.Setup setup, StateMachine<S> machine) {
        return ReplicaMistakes.forgetsTokens(setup, machine);
      }
    };
  }

  /** Which slot an answer is of is no matter where it may be old. */
  static Casting namingAnotherSlot() {
    return new Casting() {
      @Override
      public <S> Behavior<Mail> replica(Replica.Setup setup, StateMachine<S> machine) {
        return ReplicaMistakes.namesAnotherSlot(setup, machine);
      }
    };
  }

  /** Whether a disk is the one that voted, nobody asks. */
  static Casting vouchingForThemselves() {
    return new Casting() {
      @Override
      public Behavior<Mail> notary(Notary.Setup setup) {
        return Behaviors.receive(Mail.class)
            .onMessage(
                NotaryNotice.Written.class,
                written -> {
                  setup.seat().postbox().post(new AcceptorNotice.Vouched());
                  return Behaviors.same();
                })
            .onAnyMessage(mail -> Behaviors.same())
            .build();
      }
    };
  }

  /** Whether a disk is the one that voted, it asks, but does not wait for the answer. */
  static Casting votingBeforeItIsVouchedFor() {
    return new Casting() {
      @Override
      public Behavior<Mail> notary(Notary.Setup setup) {
        return Behaviors.intercept(
            () -> new Impatient(setup.seat().postbox()), Casting.super.notary(setup));
      }
    };
  }

  private static final class Impatient extends BehaviorInterceptor<Mail, Mail> {
    private final Postbox postbox;

    Impatient(Postbox postbox) {
      super(Mail.class);
      this.postbox = postbox;
    }

    @Override
    public Behavior<Mail> aroundReceive(
        TypedActorContext<Mail> context, Mail mail, ReceiveTarget<Mail> target) {
      if (mail instanceof NotaryNotice.Written) {
        postbox.post(new AcceptorNotice.Vouched());
      }
      return target.apply(context, mail);
    }
  }

  /**
   * A disk is known by the name of its member, and whoever hears that the group is founded takes
   * the record for its own: an empty disk passes for the one that was lost.
   */
  static Casting takingNamesForDisks() {
    return new Casting() {
      @Override
      public Behavior<Mail> notary(Notary.Setup setup) {
        return vouchingForThemselves().notary(setup);
      }

      @Override
      public Behavior<Mail> founder(
          FoundingState initial,
          String journal,
          DiskName disk,
          Function<Incarnation, Postbox> postboxes,
          ActorRef<? super Founder.Verdict> parent) {
        UUID named = UUID.nameUUIDFromBytes(initial.memory().member().value().getBytes(UTF_8));
        return Behaviors.intercept(
            StoringWhatIsFounded::new,
            Casting.super.founder(
                initial, journal, DiskName.kept(() -> new Incarnation(named)), postboxes, parent));
      }
    };
  }

  private static final class StoringWhatIsFounded extends BehaviorInterceptor<Mail, Mail> {
    StoringWhatIsFounded() {
      super(Mail.class);
    }

    @Override
    public Behavior<Mail> aroundReceive(
        TypedActorContext<Mail> context, Mail mail, ReceiveTarget<Mail> target) {
      if (mail instanceof Envelope envelope && envelope.message() instanceof Founded founded) {
        Envelope store =
            new Envelope(
                envelope.group(),
                envelope.cluster(),
                envelope.epoch(),
                envelope.from(),
                envelope.incarnation(),
                new Store(founded.founding()));
        var unused = target.apply(context, store);
      }
      return target.apply(context, mail);
    }
  }
}
