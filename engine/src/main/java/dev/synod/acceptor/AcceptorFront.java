package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The actor that stands before the acceptor, at the role's path. While a write is out it gathers
 * what arrives; then the acceptor gets all of it for one event and one sync. It watches the clock:
 * a write that is out for longer than the deadline counts as a stalled disk (rule L6). When the
 * acceptor stops, so does its front, and with it the member (rule D3).
 */
public final class AcceptorFront extends AbstractBehavior<Mail> {
  /** Between two looks at the clock and at marks that wait. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final Seat seat;
  private final AcceptorSettings settings;
  private final ActorRef<Acceptor.Command> acceptor;
  private final Queue queue = new Queue();

  /** Busy while the journal replays or writes. */
  private boolean busy = true;

  private boolean replayed;
  private boolean stalled;
  private long busySince;

  private record Heard(Acceptor.Reply reply) implements LocalRequest {}

  private AcceptorFront(
      ActorContext<Mail> context, Seat seat, AcceptorState empty, AcceptorSettings settings) {
    super(context);
    this.seat = seat;
    this.settings = settings;
    ActorRef<Acceptor.Reply> self = context.messageAdapter(Acceptor.Reply.class, Heard::new);
    this.acceptor =
        context.spawn(Acceptor.create(empty, settings, seat.postbox(), self), "journal");
    // Not handled: an unhandled Terminated stops this actor, and so the member.
    context.watch(acceptor);
  }

  /** A front whose acceptor begins by replaying its journal. */
  public static Behavior<Mail> create(
      Seat seat, GroupName group, long epoch, Incarnation incarnation, AcceptorSettings settings) {
    AcceptorState empty = AcceptorState.empty(new Identity(group, seat.self(), incarnation), epoch);
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, TICK);
          return Behaviors.setup(context -> new AcceptorFront(context, seat, empty, settings));
        });
  }

  @Override
  public Receive<Mail> createReceive() {
    return newReceiveBuilder()
        .onMessage(Envelope.class, seat.admission()::test, this::onEnvelope)
        .onMessage(Envelope.class, refused -> this)
        .onMessage(Heard.class, this::onHeard)
        .onMessage(AcceptorNotice.class, this::onNotice)
        .onMessageEquals(Mail.Tick.INSTANCE, this::onTick)
        .build();
  }

  private Behavior<Mail> onEnvelope(Envelope envelope) {
    queue.add(envelope.from(), (AcceptorMessage) envelope.message());
    return handOver();
  }

  private Behavior<Mail> onNotice(AcceptorNotice notice) {
    queue.add(notice);
    return handOver();
  }

  private Behavior<Mail> onHeard(Heard heard) {
    busy = false;
    if (stalled) {
      stalled = false;
      seat.postbox().post(new ElectorNotice.DiskStalled(false));
    }
    if (heard.reply() instanceof Acceptor.Ready ready) {
      replayed = true;
      seat.postbox()
          .post(new LearnerNotice.Voted(List.of(), ready.chosenThrough(), ready.logTime()));
      seat.postbox().post(new ElectorNotice.Recovered(ready.promised()));
    }
    return handOver();
  }

  private Behavior<Mail> onTick() {
    long now = seat.moment().now();
    if (busy && replayed && !stalled && now - busySince >= settings.writeDeadline().toMillis()) {
      stalled = true;
      getContext()
          .getLog()
          .warn(
              "{}: a write is out for {} ms, the deadline is {} ms: the disk counts as stalled",
              seat.self(),
              now - busySince,
              settings.writeDeadline().toMillis());
      seat.postbox().post(new ElectorNotice.DiskStalled(true));
    }
    return !busy && queue.hasMarks() ? write() : this;
  }

  private Behavior<Mail> handOver() {
    return busy || queue.isEmpty() ? this : write();
  }

  private Behavior<Mail> write() {
    busy = true;
    busySince = seat.moment().now();
    acceptor.tell(new Acceptor.Gathered(queue.drain()));
    return this;
  }
}
