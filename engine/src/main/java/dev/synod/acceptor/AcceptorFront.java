package dev.synod.acceptor;

import dev.synod.metrics.AcceptorMeters;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.AcceptorNotice.Vouched;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerNotice.Announced;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.NotaryNotice.Written;
import dev.synod.protocol.Notice;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.Enter;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * disk (rule L6), which nothing else would notice. It has no say in what is promised or voted, but
 * that nothing is before the notary has found the disk to be the one that its group knows (rule
 * D1). When the acceptor stops, so does its front, and with it the member (rule D3).
 */
public final class AcceptorFront extends AbstractBehavior<Mail> {
  /** Between two looks at the clock and at marks that wait. */
  private static final Duration TICK = Duration.ofMillis(100);

  private static final int MAX_EARLY = 64;

  private final ActorRef<? super Entry> member;
  private final Identity identity;
  private final long deadline;
  private final ActorRef<Acceptor.Command> acceptor;
  private final long writeBytes;
  private final Pile pile;
  private final AcceptorMeters meters;

  /** Of members that entered the next epoch a moment before this one. */
  private final List<Envelope> early = new ArrayList<>();

  private Seat seat;
  private long epoch;
  private LeaseTerms leases;
  private boolean recovered;
  private boolean vouched;

  /** What it has promised, once its log reaches the epoch. */
  private Optional<Ballot> promised = Optional.empty();

  private Ballot durable = Ballot.NONE;
  private Meanwhile meanwhile = new Meanwhile(Ballot.NONE, false);
  private long events;
  private long told = -1;
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

  /**
   * What a front and its acceptor are started with.
   *
   * @param configuration of the epoch that the member's other roles begin in
   * @param member told each epoch that the acceptor enters, and the one that it finds itself in
   */
  public record Setup(
      Seat seat,
      GroupName group,
      Configuration configuration,
      Incarnation incarnation,
      AcceptorSettings settings,
      AcceptorRules rules,
      ActorRef<? super Entry> member) {

    /** The same with other rules. */
    public Setup with(AcceptorRules other) {
      return new Setup(seat, group, configuration, incarnation, settings, other, member);
    }
  }

  private record Heard(Acceptor.Reply reply) implements LocalRequest {}

  private AcceptorFront(ActorContext<Mail> context, Setup setup) {
    super(context);
    this.seat = setup.seat();
    this.epoch = setup.configuration().epoch();
    this.leases = setup.configuration().leases();
    this.member = setup.member();
    this.identity = new Identity(setup.group(), seat.self(), setup.incarnation());
    this.deadline = setup.settings().writeDeadline().toMillis();
    this.writeBytes = setup.settings().writeBytes();
    this.pile = new Pile(setup.settings());
    this.meters = seat.meters().acceptor();
    AcceptorState empty = AcceptorState.empty(identity);
    ActorRef<Acceptor.Reply> self = context.messageAdapter(Acceptor.Reply.class, Heard::new);
    this.acceptor =
        context.spawn(
            Acceptor.create(
                empty, setup.rules(), setup.settings(), seat, setup.configuration(), self),
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
        .onMessage(Envelope.class, this::onEnvelope)
        .onMessage(Enter.class, this::onEnter)
        .onMessage(Learned.class, learned -> onRoom(pile.add(learned)))
        .onMessage(Release.class, release -> onRoom(pile.add(release)))
        .onMessage(Clear.class, clear -> onRoom(pile.add(clear)))
        .onMessage(Choose.class, this::onMark)
        .onMessage(Vouched.class, this::onVouched)
        .onMessage(Heard.class, this::onHeard)
        .onMessageEquals(Mail.Tick.INSTANCE, this::onTick)
        .onSignal(Terminated.class, this::onAcceptorGone)
        .build();
  }

  private Behavior<Mail> onEnvelope(Envelope envelope) {
    if (seat.admission().test(envelope)) {
      AcceptorMessage message = (AcceptorMessage) envelope.message();
      announce(envelope.from(), message);
      Optional<Confirmed> answer = answerBeside(message);
      if (answer.isPresent()) {
        seat.postbox().send(envelope.from(), answer.get());
        return this;
      }
      // What is chosen stays so, whatever became of the disk that says it.
      return vouched || message.outlivesEpochs()
          ? onRoom(pile.add(envelope.from(), message))
          : this;
    }
    if (envelope.epoch() == epoch + 1 && early.size() < MAX_EARLY) {
      early.add(envelope);
    }
    return this;
  }

  /** It is no matter of this disk, so it waits for no write. */
  private void announce(MemberId from, AcceptorMessage message) {
    if (message instanceof Accept accept
        && accept.chosenThrough() > 0
        && !from.equals(seat.self())) {
      post(new Announced(from, new Chosen(accept.ballot(), accept.chosenThrough())));
    }
  }

  private Optional<Confirmed> answerBeside(AcceptorMessage message) {
    return vouched && work == Work.WRITING && message instanceof Confirm confirm
        ? meanwhile.answer(confirm, leases)
        : Optional.empty();
  }

  private Behavior<Mail> onEnter(Enter enter) {
    seat = enter.seat();
    epoch = enter.entry().configuration().epoch();
    leases = enter.entry().configuration().leases();
    acceptor.tell(new Acceptor.Reseat(seat, enter.entry().configuration()));
    List<Envelope> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::onEnvelope);
    return goOn();
  }

  private Behavior<Mail> onRoom(boolean added) {
    if (!added && !dropping) {
      dropping = true;
      getContext()
          .getLog()
          .warn(
              "{}: {} requests or {} bytes (synod.acceptor.write) wait for a write; more are dropped"
                  + " until it is done",
              identity,
              Pile.MAX_REQUESTS,
              writeBytes);
    }
    return goOn();
  }

  private Behavior<Mail> onMark(Choose mark) {
    pile.add(mark);
    return goOn();
  }

  private Behavior<Mail> onHeard(Heard heard) {
    if (heard.reply() instanceof Acceptor.Ready ready) {
      ready
          .configuration()
          .filter(configuration -> configuration.epoch() > epoch)
          .ifPresent(later -> member.tell(new Entry(later, Optional.empty())));
      post(new Voted(List.of(), ready.chosenThrough(), ready.logTime()));
      events = ready.events();
      durable = ready.promised();
      reached(ready.epoch(), ready.promised());
      tellEvents();
    } else if (heard.reply() instanceof Acceptor.Done done) {
      events = done.events();
      durable = done.promised();
      meters.written();
      done.entered().ifPresent(this::onEntered);
    }
    if (work == Work.STALLED) {
      post(new DiskStalled(false));
    }
    work = Work.IDLE;
    return goOn();
  }

  private void onEntered(Entry entry) {
    // A promise of a disk that is not vouched for counts for nobody, not even for itself.
    member.tell(vouched ? entry : new Entry(entry.configuration(), Optional.empty()));
    reached(entry.configuration().epoch(), entry.reserved().orElse(Ballot.NONE));
  }

  /** Before its log reaches the epoch, the acceptor would promise nothing in it (rule M2). */
  private void reached(long reached, Ballot ballot) {
    if (!recovered && reached >= epoch) {
      promised = promised.filter(ballot::below).or(() -> Optional.of(ballot));
      recover();
    }
  }

  private Behavior<Mail> onVouched(Vouched notice) {
    vouched = true;
    recover();
    return this;
  }

  private void recover() {
    if (vouched && !recovered && promised.isPresent()) {
      recovered = true;
      post(new Recovered(promised.get()));
    }
  }

  private void tellEvents() {
    if (events != told) {
      told = events;
      post(new Written(events));
    }
  }

  private Behavior<Mail> onTick() {
    if (work != Work.REPLAYING) {
      tellEvents();
    }
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
    meters.waiting(pile.size());
    return work == Work.IDLE && pile.isPressing() ? handOver(pile.take()) : this;
  }

  private Behavior<Mail> handOver(List<Request> requests) {
    work = Work.WRITING;
    dropping = false;
    handedOver = seat.moment().now();
    meanwhile = Meanwhile.of(durable, requests);
    meters.handedOver(requests.size());
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
