package dev.synod.register;

import dev.synod.api.RegisterException;
import dev.synod.api.RegisterException.Reason;
import dev.synod.decree.DecreeProposer;
import dev.synod.decree.DecreeRequest;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Payload;
import dev.synod.register.RegisterEvent.Reserved;
import dev.synod.register.RegisterMessage.Answered;
import dev.synod.register.RegisterMessage.Asked;
import dev.synod.shell.Completions;
import dev.synod.shell.LastEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The event-sourced actor of a register's proposer: one call after the other, each in as many
 * attempts as it takes. Rounds are durable before a ballot is made of them (rule B2), many at a
 * time.
 */
public final class RegisterProposer extends EventSourcedBehavior<RegisterMail, Reserved, Long> {
  /** Rounds that are reserved at once. */
  private static final long BLOCK = 1000;

  /** Calls that wait. */
  static final int WAITING = 1024;

  private static final Duration PERIOD = Duration.ofMillis(5);

  /** Of all ballots: the members never change. */
  static final long EPOCH = 1;

  private final ActorContext<RegisterMail> context;
  private final TimerScheduler<RegisterMail> timers;
  private final Lineup lineup;
  private final RegisterSeat seat;
  private final LastEvent last;
  private final Completions completions = new Completions();
  private final Deque<Call> waiting = new ArrayDeque<>();
  private Optional<Current> current = Optional.empty();
  private Ballot used = Ballot.NONE;

  /**
   * Asks for a change or a read.
   *
   * @param function none: a read
   * @param deadline milliseconds of the proposer's clock
   */
  public record Call(
      Optional<UnaryOperator<Optional<Payload>>> function,
      CompletableFuture<Optional<Payload>> result,
      long deadline)
      implements RegisterMail {}

  /** The call that it is at. */
  private record Current(Call call, Endeavour endeavour) {}

  private enum Tick implements RegisterMail {
    INSTANCE
  }

  private RegisterProposer(
      ActorContext<RegisterMail> context,
      TimerScheduler<RegisterMail> timers,
      Lineup lineup,
      RegisterSeat seat) {
    super(PersistenceId.ofUniqueId(lineup.persistenceId(seat.self(), "proposer")));
    this.context = context;
    this.timers = timers;
    this.lineup = lineup;
    this.seat = seat;
    this.last =
        new LastEvent(
            context, seat.journal(), lineup.persistenceId(seat.self(), "proposer"), Lineup.SPAN);
  }

  /** A member's proposer. */
  public static Behavior<RegisterMail> create(Lineup lineup, RegisterSeat seat) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(RegisterProposer.class);
          return Behaviors.withTimers(
              timers -> new RegisterProposer(context, timers, lineup, seat));
        });
  }

  @Override
  public String journalPluginId() {
    return seat.journal();
  }

  @Override
  public String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public EventHandler<Long, Reserved> eventHandler() {
    return (reserved, event) -> {
      lineup.requireSame(event.lineup());
      return event.through();
    };
  }

  @Override
  public SignalHandler<Long> signalHandler() {
    return newSignalHandlerBuilder().onSignal(PostStop.instance(), reserved -> stop()).build();
  }

  @Override
  public CommandHandler<RegisterMail, Reserved, Long> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Call.class, this::onCall)
        .onCommand(Answered.class, this::onAnswered)
        .onCommand(Tick.class, (reserved, tick) -> onTick(reserved))
        .onAnyCommand(() -> Effect().none());
  }

  private Effect<Reserved, Long> onCall(Long reserved, Call call) {
    if (waiting.size() == WAITING) {
      completions.fail(
          call.result(),
          new RegisterException(
              Reason.OVERLOADED,
              "%d calls of register '%s' wait; try again later"
                  .formatted(WAITING, lineup.register())));
      completions.release(context.getExecutionContext());
      return Effect().none();
    }
    waiting.add(call);
    return current.isEmpty() ? next(reserved) : Effect().none();
  }

  /** The next call that waits, if there is one. */
  private Effect<Reserved, Long> next(Long reserved) {
    current = Optional.empty();
    expire(moment());
    completions.release(context.getExecutionContext());
    if (waiting.isEmpty()) {
      timers.cancel(Tick.INSTANCE);
      return Effect().none();
    }
    Call call = waiting.remove();
    return attempt(
        reserved, call, attempt -> new Endeavour(call.function(), Change.begin(attempt), pace(1)));
  }

  /** What an attempt is made part of. */
  private interface Making {
    Endeavour of(DecreeProposer<Content<Payload>> attempt);
  }

  private Effect<Reserved, Long> attempt(Long reserved, Call call, Making making) {
    long recovered = used.equals(Ballot.NONE) ? reserved : 0;
    Ballot highest =
        current.map(before -> before.endeavour().change().attempt().seen()).orElse(used);
    long round = Math.max(recovered, highest.max(used).round()) + 1;
    used = new Ballot(EPOCH, round, seat.self());
    Endeavour begun = making.of(DecreeProposer.of(used, lineup.electing(), lineup.choosing()));
    current = Optional.of(new Current(call, begun));
    if (round <= reserved) {
      return Effect().none().thenRun(same -> prepare(begun));
    }
    // Ticks would pile up behind a slow disk until mail is dropped.
    timers.cancel(Tick.INSTANCE);
    return Effect()
        .persist(new Reserved(lineup, round + BLOCK))
        .thenRun(
            written -> {
              last.written(lastSequenceNumber(context));
              prepare(begun);
            });
  }

  private void prepare(Endeavour begun) {
    if (!timers.isTimerActive(Tick.INSTANCE)) {
      timers.startTimerWithFixedDelay(Tick.INSTANCE, PERIOD);
    }
    toAll(begun.change().attempt().prepare());
  }

  private void toAll(DecreeRequest<Content<Payload>> request) {
    Asked asked = new Asked(lineup, seat.self(), request);
    lineup.members().forEach(member -> seat.postbox().ask(member, asked));
  }

  private Effect<Reserved, Long> onAnswered(Long reserved, Answered answered) {
    if (current.isEmpty() || !answered.lineup().equals(lineup)) {
      return Effect().none();
    }
    Call call = current.get().call();
    Endeavour heard =
        current.get().endeavour().receive(answered.from(), answered.reply(), moment());
    if (heard.change().ready()) {
      try {
        heard = heard.propose();
      } catch (RegisterException refused) {
        completions.fail(call.result(), heard.failure(refused));
        return next(reserved);
      }
      heard.change().attempt().accept().ifPresent(this::toAll);
    }
    current = Optional.of(new Current(call, heard));
    if (heard.change().chosen()) {
      completions.complete(call.result(), heard.change().result());
      return next(reserved);
    }
    return Effect().none();
  }

  private Effect<Reserved, Long> onTick(Long reserved) {
    Moment now = moment();
    expire(now);
    completions.release(context.getExecutionContext());
    return current.isPresent() ? onTick(reserved, current.get(), now) : Effect().none();
  }

  private Effect<Reserved, Long> onTick(Long reserved, Current at, Moment now) {
    Endeavour endeavour = at.endeavour();
    if (at.call().deadline() <= now.now()) {
      completions.fail(at.call().result(), endeavour.late());
      return next(reserved);
    }
    if (!endeavour.pace().due(now)) {
      return Effect().none();
    }
    Pace pace = pace(endeavour.pace().attempts() + 1);
    return attempt(
        reserved,
        at.call(),
        attempt -> new Endeavour(endeavour.function(), endeavour.change().again(attempt), pace));
  }

  private void expire(Moment now) {
    while (!waiting.isEmpty() && waiting.peek().deadline() <= now.now()) {
      completions.fail(waiting.remove().result(), crowded());
    }
  }

  private RegisterException crowded() {
    return new RegisterException(
        Reason.OVERLOADED,
        "others of this node were before it on register '%s' until its time was up; ask less"
            .formatted(lineup.register()));
  }

  private Pace pace(int attempts) {
    return Pace.begun(attempts, moment());
  }

  private Moment moment() {
    return new Moment(seat.clock().getAsLong(), seat.chance());
  }

  /** Nobody is left waiting. */
  private void stop() {
    current.ifPresent(
        at -> completions.fail(at.call().result(), at.endeavour().failure(stopped())));
    waiting.forEach(call -> completions.fail(call.result(), stopped()));
    waiting.clear();
    completions.releaseNow();
  }

  private RegisterException stopped() {
    return new RegisterException(
        Reason.UNAVAILABLE, "register '%s' has stopped on this node".formatted(lineup.register()));
  }
}
