package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Notice;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The actor that stands before the acceptor, at the role's path. While a write is out it gathers
 * what arrives; then the acceptor gets all of it for one event and one sync.
 *
 * <p>It watches the clock: a write that is out for longer than the deadline counts as a stalled
 * disk (rule L6), which nothing else would notice. It has no say in what is promised or voted. When
 * the acceptor stops, so does its front, and with it the member (rule D3).
 */
public final class AcceptorFront extends AbstractBehavior<Mail> {
  /** Between two looks at the clock and at marks that wait. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final Seat seat;
  private final Identity identity;
  private final long deadline;
  private final ActorRef<Acceptor.Command> acceptor;
  private final Pile pile;
  private Work work = Work.REPLAYING;
  private long handedOver;
  private boolean dropping;

  /** What the acceptor is at; mail that comes waits unless it is idle. */
  private enum Work {
    REPLAYING,
    IDLE,
    WRITING,
    STALLED
  }

  /** What a front and its acceptor are started with. */
  public record Setup(
      Seat seat,
      GroupName group,
      long epoch,
      Incarnation incarnation,
      AcceptorSettings settings,
      AcceptorRules rules) {

    /** The same with other rules. */
    public Setup with(AcceptorRules other) {
      return new Setup(seat, group, epoch, incarnation, settings, other);
    }
  }

  private record Heard(Acceptor.Reply reply) implements LocalRequest {}

  private AcceptorFront(ActorContext<Mail> context, Setup setup) {
    super(context);
    this.seat = setup.seat();
    this.identity = new Identity(setup.group(), seat.self(), setup.incarnation());
    this.deadline = setup.settings().writeDeadline().toMillis();
    this.pile = new Pile(setup.settings().pageBytes());
    AcceptorState empty = AcceptorState.empty(identity, setup.epoch());
    ActorRef<Acceptor.Reply> self = context.messageAdapter(Acceptor.Reply.class, Heard::new);
    this.acceptor =
        context.spawn(
            Acceptor.create(empty, setup.rules(), setup.settings(), seat.postbox(), self),
            "journal");
    context.watch(acceptor);
  }

  /**
   * A front whose acceptor begins by replaying its journal. Mail waits for that; then the elector
   * hears of the promise and the learner of the chosen prefix.
   */
  public static Behavior<Mail> create(Setup setup) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, TICK);
          return Behaviors.setup(context -> new AcceptorFront(context, setup));
        });
  }

  @Override
  public Receive<Mail> createReceive() {
    return newReceiveBuilder()
        .onMessage(Envelope.class, seat.admission()::test, this::onEnvelope)
        .onMessage(Envelope.class, refused -> this)
        .onMessage(Learned.class, learned -> onRoom(pile.add(learned)))
        .onMessage(Release.class, release -> onRoom(pile.add(release)))
        .onMessage(Choose.class, this::onMark)
        .onMessage(Heard.class, this::onHeard)
        .onMessageEquals(Mail.Tick.INSTANCE, this::onTick)
        .onSignal(Terminated.class, this::onAcceptorGone)
        .build();
  }

  private Behavior<Mail> onEnvelope(Envelope envelope) {
    return onRoom(pile.add(envelope.from(), (AcceptorMessage) envelope.message()));
  }

  private Behavior<Mail> onRoom(boolean added) {
    if (!added && !dropping) {
      dropping = true;
      getContext()
          .getLog()
          .warn(
              "{}: {} requests or {} bytes wait for a write; more are dropped until it is done",
              identity,
              Pile.MAX_REQUESTS,
              Pile.MAX_BYTES);
    }
    return goOn();
  }

  private Behavior<Mail> onMark(Choose mark) {
    pile.add(mark);
    return this;
  }

  private Behavior<Mail> onHeard(Heard heard) {
    if (heard.reply() instanceof Acceptor.Ready ready) {
      post(new Voted(List.of(), ready.chosenThrough(), ready.logTime()));
      post(new Recovered(ready.promised()));
    } else if (work == Work.STALLED) {
      post(new DiskStalled(false));
    }
    work = Work.IDLE;
    return goOn();
  }

  private Behavior<Mail> onTick() {
    long out = seat.moment().now() - handedOver;
    if (work == Work.WRITING && out >= deadline) {
      getContext()
          .getLog()
          .warn(
              "{}: a write is out for {} ms, synod.acceptor.write-deadline is {} ms: the disk"
                  + " counts as stalled",
              identity,
              out,
              deadline);
      work = Work.STALLED;
      post(new DiskStalled(true));
    }
    return work == Work.IDLE && pile.hasMarks() ? handOver(pile.takeAll()) : this;
  }

  private Behavior<Mail> goOn() {
    return work == Work.IDLE && pile.hasRequests() ? handOver(pile.take()) : this;
  }

  private Behavior<Mail> handOver(List<Request> requests) {
    work = Work.WRITING;
    dropping = false;
    handedOver = seat.moment().now();
    acceptor.tell(new Acceptor.Gathered(requests));
    return this;
  }

  private void post(Notice notice) {
    seat.postbox().post(notice);
  }

  /** It stays so: whoever watches this actor is told the acceptor's own reason. */
  private Behavior<Mail> onAcceptorGone(Terminated gone) {
    Throwable reason = gone instanceof ChildFailed failed ? failed.cause() : null;
    throw new IllegalStateException(identity + ": the acceptor has stopped", reason);
  }
}
