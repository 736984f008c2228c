package dev.synod.replica;

import dev.synod.api.Command;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
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
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Payloads;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
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
 * <p>Commands that arrive in one turn of the mailbox leave in one message. Clients' futures are
 * completed by the dispatcher, one task a turn, never by the actor itself, so that a client's
 * callback can't hold up the log; when the replica stops it completes them itself. A broken rule,
 * or a command that can't be read, stops the actor: what this replica can't apply others may.
 *
 * @param <S> the user's state
 */
public final class Replica<S> extends AbstractBehavior<Mail>
    implements ReplicaNotice.Cases<Behavior<Mail>>, ReplicaMessage.Cases<Behavior<Mail>> {
  private static final Duration TICK = Duration.ofMillis(50);

  /** What a replica has around it. Its chance picks numbers that no other run of this node uses. */
  public record Setup(
      GroupName group,
      MemberId self,
      Configuration configuration,
      SynodSettings settings,
      Seat seat,
      BatchCodec codec) {}

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

  /** Who leads, as far as this member knows; without the cost of a {@link Status}. */
  public record Leader(CompletableFuture<Optional<MemberId>> leader) implements Request {}

  /** To itself: the turn is over, send what it brought. */
  private enum Flush implements Request {
    INSTANCE
  }

  private final Setup setup;
  private final StateMachine<S> machine;
  private final StateMachine.QueryHandler<S> queries;
  private final Payloads payloads;
  private final Commands commands;
  private final Interpreter<S> interpreter;
  private final Map<Long, CompletableFuture<Outcome<Object>>> outcomes = new HashMap<>();
  private final Map<Long, Read> waitingReads = new HashMap<>();
  private final List<Runnable> completions = new ArrayList<>();
  private ReplicaState<S> state;
  private Outbox outbox;
  private Reads reads;
  private long chosenThrough;
  private long lastRequest;
  private boolean flushing;

  private Replica(ActorContext<Mail> context, Setup setup, StateMachine<S> machine) {
    super(context);
    this.setup = setup;
    this.machine = machine;
    this.queries = machine.queryHandler();
    this.payloads = new Payloads(context.getSystem());
    this.commands = new Commands(payloads);
    this.interpreter = new Interpreter<>(setup.codec, commands::read, machine.commandHandler());
    this.state =
        ReplicaState.empty(machine.emptyState(), Sessions.Limits.of(setup.settings.sessions()));
    this.outbox =
        Outbox.create(
            new Outbox.Terms(setup.self, setup.seat.chance().nextLong(), setup.settings),
            new ReplicaNotice.LeaderIs(Optional.empty(), Ballot.NONE));
    this.reads =
        Reads.create(
            setup.settings.client(), Optional.empty(), setup.seat.chance().nextLong() >>> 2);
  }

  /** A replica that has applied nothing yet. */
  public static <S> Behavior<Mail> create(Setup setup, StateMachine<S> machine) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, TICK);
          return Behaviors.setup(context -> new Replica<>(context, setup, machine));
        });
  }

  @Override
  public Receive<Mail> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Read.class, this::onRead)
        .onMessageEquals(Flush.INSTANCE, this::onFlush)
        .onMessage(ReplicaNotice.class, notice -> notice.fold(this))
        .onMessage(Envelope.class, setup.seat.admission()::test, this::onEnvelope)
        .onMessage(Envelope.class, refused -> this)
        .onMessageEquals(Mail.Tick.INSTANCE, this::onTick)
        .onMessage(Open.class, this::onOpen)
        .onMessage(Status.class, this::onStatus)
        .onMessage(Leader.class, this::onLeader)
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
      ReplicaState.Progress<S> progress =
          state.apply(deliver.first() + i, deliver.values().get((int) i), interpreter);
      state = progress.state();
      happened.addAll(progress.happened());
    }
    chosenThrough = Math.max(chosenThrough, deliver.through());
    perform(outbox.settle(happened, now()).then(o -> o.flush(now())));
    setup.seat.postbox().post(new LearnerNotice.Applied(state.appliedThrough()));
    return answer(reads.applied(state.appliedThrough()));
  }

  @Override
  public Behavior<Mail> onLeaderIs(ReplicaNotice.LeaderIs leader) {
    perform(outbox.leader(leader, now()));
    return answer(reads.leader(leader.leader(), now()));
  }

  @Override
  public Behavior<Mail> onReadIndex(MemberId from, ReplicaMessage.ReadIndex index) {
    return answer(reads.index(index, state.appliedThrough(), now()));
  }

  private Behavior<Mail> onEnvelope(Envelope envelope) {
    return ((ReplicaMessage) envelope.message()).fold(envelope.from(), this);
  }

  private Behavior<Mail> onSubmit(Submit submit) {
    Payload payload;
    try {
      payload = commands.write(submit.command());
    } catch (Exception | StackOverflowError unwritable) {
      Outcome<Object> refused =
          new Outcome.Rejected<>(
              Outcome.Reason.FAILED,
              "Pekko Serialization can't write "
                  + submit.command().getClass().getName()
                  + " and read it back: "
                  + unwritable,
              OptionalLong.empty());
      completions.add(() -> submit.outcome().complete(refused));
      return release();
    }
    return enter(
        submit
            .place()
            .<Errand>map(
                place ->
                    new Errand.InSession(
                        new Errand.Key(place.session(), place.sequence()), payload))
            .orElseGet(() -> new Errand.Own(payload)),
        submit.outcome());
  }

  private Behavior<Mail> onOpen(Open open) {
    return enter(new Errand.Opening(false), open.outcome());
  }

  private Behavior<Mail> enter(Errand errand, CompletableFuture<Outcome<Object>> outcome) {
    long request = ++lastRequest;
    outcomes.put(request, outcome);
    perform(outbox.submit(request, errand, now()));
    return flushLater();
  }

  private Behavior<Mail> onRead(Read read) {
    if (read.consistency() == ReadConsistency.LOCAL) {
      answer(read);
      return release();
    }
    long request = ++lastRequest;
    waitingReads.put(request, read);
    answer(reads.submit(request, now()));
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
    GroupStatus status =
        new GroupStatus(
            setup.group.value(),
            setup.self.value(),
            setup.configuration.members().stream().map(m -> m.id() + "@" + m.address()).toList(),
            setup.configuration.epoch(),
            outbox.lead().ballot().toString(),
            outbox.lead().leader().map(MemberId::value),
            chosenThrough,
            state.appliedThrough(),
            state.logTime(),
            StateHash.of(state, machine::snapshotOf, payloads::write),
            state.sessions().size(),
            outbox.pending());
    completions.add(() -> asked.status().complete(status));
    return release();
  }

  private Behavior<Mail> onLeader(Leader asked) {
    Optional<MemberId> leader = outbox.lead().leader();
    completions.add(() -> asked.leader().complete(leader));
    return release();
  }

  private Behavior<Mail> onStop() {
    collect(outbox.stop().endings());
    reads.stop().endings().forEach(this::collect);
    completions.forEach(Runnable::run);
    completions.clear();
    return this;
  }

  private void perform(Turn<Outbox, Ended> turn) {
    outbox = turn.state();
    turn.effects().forEach(effect -> effect.perform(setup.seat.postbox()));
    collect(turn.endings());
  }

  private void collect(List<Ended> endings) {
    for (Ended ended : endings) {
      CompletableFuture<Outcome<Object>> future = outcomes.remove(ended.request());
      if (future != null) {
        completions.add(() -> future.complete(ended.outcome()));
      }
    }
  }

  private Behavior<Mail> answer(Turn<Reads, Reads.Ready> turn) {
    reads = turn.state();
    turn.effects().forEach(effect -> effect.perform(setup.seat.postbox()));
    turn.endings().forEach(this::collect);
    return release();
  }

  private void collect(Reads.Ready ready) {
    Read read = waitingReads.remove(ready.request());
    if (read == null) {
      return;
    }
    ready
        .failure()
        .ifPresentOrElse(detail -> fail(read, new ReadFailedException(detail)), () -> answer(read));
  }

  @SuppressWarnings("unchecked")
  private void answer(Read read) {
    try {
      Object value = queries.answer(state.state(), (Query<Object>) read.query());
      ReadResult<Object> result = new ReadResult<>(value, state.appliedThrough());
      completions.add(() -> read.result().complete(result));
    } catch (Exception thrown) {
      ReadFailedException failure = new ReadFailedException("the query's handler threw " + thrown);
      failure.initCause(thrown);
      fail(read, failure);
    }
  }

  private void fail(Read read, ReadFailedException failure) {
    completions.add(() -> read.result().completeExceptionally(failure));
  }

  /** Lets clients know what the turn has ended. */
  private Behavior<Mail> release() {
    if (!completions.isEmpty()) {
      List<Runnable> turn = List.copyOf(completions);
      completions.clear();
      getContext().getExecutionContext().execute(() -> turn.forEach(Runnable::run));
    }
    return this;
  }

  private long now() {
    return setup.seat.clock().getAsLong();
  }
}
