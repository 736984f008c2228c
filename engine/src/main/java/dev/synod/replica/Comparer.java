package dev.synod.replica;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Tells the other members which states this one has saved, and compares what they tell (rule G6).
 * If this one has the wrong state its replica stops, and again after each start, until its disk is
 * replaced: the snapshot that it begins with is compared, too.
 */
final class Comparer extends AbstractBehavior<Comparer.Command> {
  /** The others hear of the own state again and again: they may have been away. */
  static final Duration REMIND = Duration.ofSeconds(5);

  private final Replica.Setup setup;
  private final ActorRef<? super LocalRequest> replica;
  private Seat seat;
  private Configuration configuration;
  private Agreement agreement;

  /** What its replica hands on, and what it tells itself. */
  sealed interface Command {}

  /** This member has saved a state. */
  record Own(StateKept state) implements Command {}

  /** Another one has. */
  record Other(MemberId member, StateKept state) implements Command {}

  /** The member is in the next epoch. */
  record Entered(Seat seat, Configuration configuration) implements Command {}

  private enum Remind implements Command {
    INSTANCE
  }

  /** This member has not the state that it should have. */
  record Discordant(String line) implements LocalRequest {}

  private Comparer(
      ActorContext<Command> context, Replica.Setup setup, ActorRef<? super LocalRequest> replica) {
    super(context);
    this.setup = setup;
    this.replica = replica;
    this.seat = setup.seat();
    this.configuration = setup.configuration();
    Agreement none = Agreement.none(setup.self());
    this.agreement = setup.kept().map(none::own).orElse(none);
  }

  /** One beside a replica, which stops with it. */
  static ActorRef<Command> spawn(ActorContext<Mail> replica, Replica.Setup setup) {
    ActorRef<Command> ref = replica.spawn(create(setup, replica.getSelf()), "comparer");
    replica.watch(ref);
    return ref;
  }

  static Behavior<Command> create(Replica.Setup setup, ActorRef<? super LocalRequest> replica) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Remind.INSTANCE, REMIND);
          return Behaviors.setup(context -> new Comparer(context, setup, replica));
        });
  }

  /** What a replica does that has the wrong state. */
  static Behavior<Mail> halt(Discordant found) {
    Invariant.require(false, "G6", "%s", found.line());
    return Behaviors.stopped();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Own.class, this::onOwn)
        .onMessage(Other.class, this::onOther)
        .onMessage(Entered.class, this::onEntered)
        .onMessageEquals(Remind.INSTANCE, this::onRemind)
        .build();
  }

  private Behavior<Command> onOwn(Own own) {
    agreement = agreement.own(own.state());
    tell(configuration.others(setup.self()), own.state());
    return compare(own.state().slot());
  }

  /**
   * Who differs hears of the own state whenever it tells its own: it must know if it is alone with
   * that, also when it has just started.
   */
  private Behavior<Command> onOther(Other other) {
    StateKept told = other.state().answering(false);
    boolean news = !agreement.knows(other.member(), told);
    agreement = agreement.with(other.member(), told);
    Optional<StateKept> own = agreement.differing(told);
    own.filter(state -> !other.state().answer())
        .ifPresent(state -> tell(List.of(other.member()), state.answering(true)));
    return news && own.isPresent() ? compare(told.slot()) : this;
  }

  /** What the others have said was of their disks in the epoch before. */
  private Behavior<Command> onEntered(Entered entered) {
    seat = entered.seat();
    configuration = entered.configuration();
    agreement = agreement.alone();
    return onRemind();
  }

  private Behavior<Command> onRemind() {
    agreement.latest().ifPresent(own -> tell(configuration.others(setup.self()), own));
    return this;
  }

  private void tell(List<MemberId> members, StateKept own) {
    members.forEach(member -> seat.postbox().send(member, own));
  }

  private Behavior<Command> compare(long slot) {
    agreement
        .discord(slot, configuration)
        .ifPresent(
            discord -> {
              getContext().getLog().error("{}: {}", setup.self(), discord.line());
              if (discord.own()) {
                replica.tell(new Discordant(discord.line()));
              }
            });
    return this;
  }
}
