package dev.synod.replica;

import dev.synod.api.Command;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.api.StateMachine;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Enter;
import dev.synod.shell.Payloads;
import dev.synod.shell.Pulse;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The replica's actor: applies what the learner delivers, in slot order, sends this node's commands
 * to the leader, and answers this node's clients.
 *
 * <p>Commands of one turn leave in one message. The dispatcher completes clients' futures, so that
 * no callback holds up the log. A broken rule, or a command that can't be read, stops the actor.
 *
 * @param <S> the user's state
 */
public final class Replica<S> extends AbstractBehavior<Mail>
    implements ReplicaNotice.Cases<Behavior<Mail>>, ReplicaMessage.Cases<Behavior<Mail>> {
  private static final Duration TICK = Duration.ofMillis(50);

  /**
   * What a replica has around it. Its chance picks numbers that no other run of this node uses.
   *
   * @param kept of the snapshot that it begins with, if there is one
   * @param begin the state to begin with, of the very machine; asked once, so that none holds it
   */
  public record Setup(
      GroupName group,
      MemberId self,
      String cluster,
      Configuration configuration,
      SynodSettings settings,
      Seat seat,
      BatchCodec codec,
      Optional<ReplicaMessage.StateKept> kept,
      Supplier<? extends ReplicaState<?>> begin) {}

  /** What {@link ReplicaDoor} asks for; ends by its future. */
  public sealed interface Request extends LocalRequest {}

  /**
   * A command.
   *
   * @param place the client's own session and sequence; else the node's session is used
   */
  public record Submit(
      Command<?> command, Optional<Place> place, CompletableFuture<Outcome<Object>> outcome)
      implements Request {}

  /** A session for a client; the outcome's reply is its number, a {@code Long}. */
  public record Open(CompletableFuture<Outcome<Object>> outcome) implements Request {}

  /** A query. */
  public record Read(
      Query<?> query, ReadConsistency consistency, CompletableFuture<ReadResult<Object>> result)
      implements Request {}

  /** This member's view of the group. */
  public record Status(CompletableFuture<GroupStatus> status) implements Request {}

  /** A snapshot; fails with a {@link dev.synod.api.SnapshotFailedException}. */
  public record TakeSnapshot(CompletableFuture<Long> slot) implements Request {}

  /** Who leads, as far as this member knows; without the cost of a {@link Status}. */
  public record Leader(CompletableFuture<Optional<String>> leader) implements Request {}

  /** To itself: the turn is over, send what it brought. */
  private enum Flush implements Request {
    INSTANCE
  }

  private final Setup setup;
  private final StateMachine<S> machine;
  private final View<S> view;
  private final Commands commands;
  private final Interpreter<S> interpreter;
  private final Callers callers = new Callers();
  private final Optional<ActorRef<Snapshotter.Command>> snapshotter;
  private final Optional<ActorRef<Exchange.Command>> exchange;
  private final Optional<ActorRef<Comparer.Command>> comparer;
  private Seat seat;
  private Configuration configuration;
  private ReplicaState<S> state;
  private Cadence cadence;
  private Outbox outbox;
  private Reads reads;
  private long chosenThrough;
  private boolean flushing;
  private boolean warned;

  private Replica(ActorContext<Mail> context, Setup setup, StateMachine<S> machine) {
    super(context);
    this.setup = setup;
    this.machine = machine;
    Payloads payloads = new Payloads(context.getSystem());
    this.view = View.of(setup, machine, payloads);
    this.commands = new Commands(payloads);
    this.seat = setup.seat;
    this.configuration = setup.configuration;
    this.interpreter = new Interpreter<>(setup.codec, commands::read, machine.commandHandler());
    this.state = ReplicaState.ofSameMachine(setup.begin.get());
    this.chosenThrough = state.appliedThrough();
    this.cadence = Cadence.from(setup.settings.replica(), state.appliedThrough());
    this.snapshotter = Snapshotter.spawn(context, setup, machine);
    this.exchange = Exchange.spawn(context, setup, machine);
    this.comparer = exchange.map(kept -> Comparer.spawn(context, setup));
    this.outbox =
        Outbox.create(
            new Outbox.Terms(setup.self, setup.seat.chance().nextLong(), setup.settings),
            new ReplicaNotice.LeaderIs(Optional.empty(), Ballot.NONE));
    this.reads =
        Reads.create(
            setup.settings.client(), setup.configuration, setup.seat.chance().nextLong() >>> 2);
  }

  /** A replica that begins with the state that it is given. */
  public static <S> Behavior<Mail> create(Setup setup, StateMachine<S> machine) {
    return Pulse.every(TICK, Behaviors.setup(context -> new Replica<>(context, setup, machine)));
  }

  @Override
  public Receive<Mail> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Read.class, this::onRead)
        .onMessageEquals(Flush.INSTANCE, this::onFlush)
        .onMessage(ReplicaNotice.class, notice -> notice.fold(this))
        .onMessage(Envelope.class, this::onEnvelope)
        .onMessage(Enter.class, this::onEnter)
        .onMessageEquals(Mail.Tick.INSTANCE, this::onTick)
        .onMessage(Open.class, open -> enter(new Errand.Opening(false), open.outcome()))
        .onMessage(Status.class, this::onStatus)
        .onMessage(Leader.class, this::onLeader)
        .onMessage(TakeSnapshot.class, this::onTakeSnapshot)
        .onMessage(Snapshotter.Saved.class, this::onSaved)
        .onMessage(Snapshotter.NotSaved.class, this::onNotSaved)
        .onMessage(Exchange.Installed.class, this::onInstalled)
        .onMessage(Comparer.Discordant.class, Comparer::halt)
        .onSignal(PostStop.class, stopped -> onStop())
        .build();
  }

  @Override
  public Behavior<Mail> onDeliver(ReplicaNotice.Deliver deliver) {
    long next = state.appliedThrough() + 1;
    Invariant.require(
        deliver.first() <= next,
        "P2",
        "values from slot %d on were delivered, but slot %d is the next to apply",
        deliver.first(),
        next);
    List<Happened> happened = new ArrayList<>();
    for (long i = next - deliver.first(); i < deliver.values().size(); i++) {
      Value value = deliver.values().get((int) i);
      ReplicaState.Progress<S> progress = state.apply(deliver.first() + i, value, interpreter);
      state = progress.state();
      happened.addAll(progress.happened());
      cadence = cadence.applied(state.appliedThrough(), value);
      snapshotter.filter(ref -> cadence.due(state.appliedThrough())).ifPresent(this::takeSnapshot);
    }
    chosenThrough = Math.max(chosenThrough, deliver.through());
    perform(outbox.settle(happened, now()).then(o -> o.flush(now())));
    seat.postbox().post(new LearnerNotice.Applied(state.appliedThrough()));
    return answer(applied());
  }

  /** The log does not wait: what is handed over stays as it is while further slots are applied. */
  private void takeSnapshot(ActorRef<Snapshotter.Command> ref) {
    cadence = cadence.taken();
    ref.tell(Snapshotter.task(state, machine));
  }

  private Behavior<Mail> onTakeSnapshot(TakeSnapshot asked) {
    if (callers.enter(asked, cadence, state.appliedThrough())) {
      snapshotter.ifPresent(this::takeSnapshot);
    }
    return release();
  }

  private Behavior<Mail> onSaved(Snapshotter.Saved saved) {
    long slot = saved.state().through();
    cadence = cadence.saved(slot, saved.state().bytes());
    exchange.ifPresent(ref -> ref.tell(new Exchange.Kept(slot)));
    comparer.ifPresent(ref -> ref.tell(new Comparer.Own(saved.kept())));
    seat.postbox().post(saved.state());
    callers.saved(slot);
    return release();
  }

  private Behavior<Mail> onNotSaved(Snapshotter.NotSaved failed) {
    cadence = cadence.failed();
    callers.notSaved(failed.slot());
    return release();
  }

  @Override
  public Behavior<Mail> onLeaderIs(ReplicaNotice.LeaderIs leader) {
    perform(outbox.leader(leader, now()));
    return answer(reads.leader(leader.leader(), now()));
  }

  @Override
  public Behavior<Mail> onBehind(ReplicaNotice.Behind behind) {
    boolean own = behind.through() <= state.appliedThrough();
    snapshotter.filter(ref -> own && !cadence.saving()).ifPresent(this::takeSnapshot);
    Exchange.Borrow borrow =
        Exchange.Borrow.of(behind, configuration.others(setup.self), cadence.savedThrough());
    exchange.filter(ref -> !own).ifPresent(ref -> ref.tell(borrow));
    if (exchange.isEmpty() && !warned) {
      warned = true;
      getContext().getLog().warn("{}: {}", setup.self, Exchange.storeless(behind));
    }
    return this;
  }

  @Override
  public Behavior<Mail> onFetchSnapshot(MemberId from, ReplicaMessage.FetchSnapshot fetch) {
    exchange.ifPresent(ref -> ref.tell(new Exchange.Lend(from, fetch)));
    return this;
  }

  @Override
  public Behavior<Mail> onSnapshotPart(MemberId from, ReplicaMessage.SnapshotPart part) {
    exchange.ifPresent(ref -> ref.tell(new Exchange.Lent(from, part)));
    return this;
  }

  @Override
  public Behavior<Mail> onStateKept(MemberId from, ReplicaMessage.StateKept kept) {
    comparer.ifPresent(ref -> ref.tell(new Comparer.Other(from, kept)));
    return this;
  }

  /** Rule G4: unless this replica has come as far by itself. */
  private Behavior<Mail> onInstalled(Exchange.Installed installed) {
    ReplicaState<S> lent = ReplicaState.ofSameMachine(installed.state());
    long slot = lent.appliedThrough();
    cadence = cadence.borrowed(slot);
    comparer.ifPresent(ref -> ref.tell(new Comparer.Own(installed.kept())));
    seat.postbox().post(lent.asSaved(installed.bytes()));
    state = slot > state.appliedThrough() ? lent : state;
    chosenThrough = Math.max(chosenThrough, slot);
    return answer(applied());
  }

  @Override
  public Behavior<Mail> onReadIndex(MemberId from, ReplicaMessage.ReadIndex index) {
    return answer(reads.index(index, configuration.epoch(), state.appliedThrough(), now()));
  }

  @Override
  public Behavior<Mail> onSurveyed(MemberId from, ReplicaMessage.Surveyed surveyed) {
    return answer(reads.surveyed(from, surveyed, state.appliedThrough(), now()));
  }

  private Turn<Reads, Reads.Ready> applied() {
    return reads.applied(state.appliedThrough(), state.configuration().epoch(), now());
  }

  private Behavior<Mail> onEnvelope(Envelope envelope) {
    return seat.admission().test(envelope)
        ? ((ReplicaMessage) envelope.message()).fold(envelope.from(), this)
        : this;
  }

  private Behavior<Mail> onEnter(Enter enter) {
    seat = enter.seat();
    configuration = enter.entry().configuration();
    comparer.ifPresent(ref -> ref.tell(new Comparer.Entered(seat, configuration)));
    return answer(reads.enter(configuration, now()));
  }

  private Behavior<Mail> onSubmit(Submit submit) {
    Payload payload;
    try {
      payload = commands.write(submit.command());
    } catch (Exception | StackOverflowError unwritable) {
      Outcome<Object> refused = Commands.refused(submit.command(), unwritable);
      callers.complete(submit.outcome(), refused);
      return release();
    }
    return enter(Errand.of(submit.place(), payload), submit.outcome());
  }

  private Behavior<Mail> enter(Errand errand, CompletableFuture<Outcome<Object>> outcome) {
    perform(outbox.submit(callers.enter(outcome), errand, now()));
    return flushLater();
  }

  private Behavior<Mail> onRead(Read read) {
    if (read.consistency() instanceof ReadConsistency.Bounded) {
      seat.look();
    }
    answer(reads.submit(callers.enter(read), read.consistency(), state.appliedThrough(), now()));
    return flushLater();
  }

  private Behavior<Mail> flushLater() {
    if (!flushing) {
      flushing = true;
      getContext().getSelf().tell(Flush.INSTANCE);
    }
    return release();
  }

  private Behavior<Mail> onFlush() {
    flushing = false;
    perform(outbox.flush(now()));
    return answer(reads.ask(now()));
  }

  private Behavior<Mail> onTick() {
    perform(outbox.tick(now()));
    return answer(reads.tick(now()));
  }

  private Behavior<Mail> onStatus(Status asked) {
    var status = view.status(configuration, state, outbox, chosenThrough, cadence.savedThrough());
    Callers.completeLate(getContext(), asked.status(), status);
    return this;
  }

  private Behavior<Mail> onLeader(Leader asked) {
    callers.complete(asked.leader(), outbox.lead().leader().map(MemberId::value));
    return release();
  }

  private Behavior<Mail> onStop() {
    callers.end(outbox.stop().endings());
    reads.stop().endings().forEach(ready -> callers.end(ready, this::query));
    callers.releaseNow();
    return this;
  }

  private void perform(Turn<Outbox, Ended> turn) {
    outbox = turn.state();
    turn.effects().forEach(effect -> effect.perform(seat.postbox()));
    callers.end(turn.endings());
  }

  private Behavior<Mail> answer(Turn<Reads, Reads.Ready> turn) {
    reads = turn.state();
    turn.effects().forEach(effect -> effect.perform(seat.postbox()));
    turn.endings().forEach(ready -> callers.end(ready, this::query));
    return release();
  }

  private ReadResult<Object> query(Read read) {
    return view.answer(read, state);
  }

  /** Lets clients know what the turn has ended. */
  private Behavior<Mail> release() {
    callers.release(getContext());
    return this;
  }

  private long now() {
    return seat.clock().getAsLong();
  }
}
