package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.CommitException;
import dev.synod.api.CommitException.Reason;
import dev.synod.api.TransactionId;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.shell.Completions;
import dev.synod.transaction.Note.Begun;
import dev.synod.transaction.Note.Ended;
import dev.synod.transaction.Openings.Opening;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Announced;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Reported;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The event-sourced actor that begins the transactions of its member. Each has its number and its
 * participants durably before anybody hears of it (rule K4), and is open until every participant is
 * done with it; after a restart it goes on with those that are. How it is decided is the
 * conductor's affair.
 */
public final class Initiator extends Scribe<Openings> {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final TimerScheduler<TransactionMail> timers;
  private final ActorRef<TransactionMail> conductor;
  private final Bounds bounds;
  private final Completions completions = new Completions();
  private final TreeMap<Long, Commit> callers = new TreeMap<>();
  private Openings live;
  private Finished told;
  private long askAt;
  private long lastAtAsking;

  /**
   * How many transactions may be open.
   *
   * @param each that wait for one participant
   */
  public record Bounds(int open, int each) {
    /** Of all members' transactions that are open everything known fits into one event. */
    private static final int FIT = 16_384;

    /** Members that are down, as many as may be, leave room for the others. */
    public static Bounds of(int wanted, int members) {
      int open = Math.max(1, Math.min(wanted, FIT / (members * members)));
      return new Bounds(open, Math.max(1, open / ((members - 1) / 2 + 1)));
    }
  }

  /**
   * Asks for a transaction.
   *
   * @param work by member
   * @param deadline milliseconds of the initiator's clock
   */
  public record Commit(Map<MemberId, Payload> work, CompletableFuture<Choice> result, long deadline)
      implements TransactionMail {}

  /** Another node of this member has stopped, so nothing can be begun here any more. */
  private enum Gone implements TransactionMail {
    INSTANCE
  }

  private Initiator(
      ActorContext<TransactionMail> context,
      TimerScheduler<TransactionMail> timers,
      Circle circle,
      TransactionSeat seat,
      ActorRef<TransactionMail> conductor,
      Bounds bounds) {
    super(context, circle, CommitRole.INITIATOR, seat);
    this.timers = timers;
    this.conductor = conductor;
    this.bounds = bounds;
    this.live = Openings.none(seat.member());
    this.told = live.finished();
  }

  /**
   * A member's initiator.
   *
   * @param conductor the node of this member that transactions are begun with
   * @param roles all nodes of this member: without one of them it ends
   */
  public static Behavior<TransactionMail> create(
      Circle circle,
      TransactionSeat seat,
      ActorRef<TransactionMail> conductor,
      List<ActorRef<TransactionMail>> roles,
      Bounds bounds) {
    return Behaviors.setup(
        context -> {
          roles.forEach(role -> context.watchWith(role, Gone.INSTANCE));
          return Behaviors.withTimers(
              timers -> new Initiator(context, timers, circle, seat, conductor, bounds));
        });
  }

  @Override
  public Openings emptyState() {
    return Openings.none(seat.member());
  }

  @Override
  public EventHandler<Openings, Recorded> eventHandler() {
    return (openings, recorded) -> {
      circle.requireSame(recorded.circle());
      return openings.with(recorded);
    };
  }

  @Override
  List<Note> all() {
    return live.notes();
  }

  @Override
  public SignalHandler<Openings> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .onSignal(PostStop.instance(), openings -> stop())
        .build();
  }

  private void recovered(Openings durable) {
    live = durable;
    timers.startSingleTimer(Tick.INSTANCE, PERIOD);
    askAt = seat.moment().now() + seat.patience();
    lastAtAsking = durable.last();
    durable.open().forEach((number, opening) -> begin(number, opening.participants(), Map.of()));
  }

  @Override
  public CommandHandler<TransactionMail, Recorded, Openings> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Commit.class, turn(this::onCommit))
        .onCommand(Announced.class, turn(this::onAnnounced))
        .onCommand(Reported.class, turn(this::onReported))
        .onCommand(Released.class, turn(this::onReleased))
        .onCommand(Tick.class, (durable, tick) -> onTick(durable))
        .onCommand(Write.class, mail -> write())
        .onCommand(Gone.class, gone -> Effect().stop())
        .onAnyCommand(() -> Effect().none());
  }

  private void onCommit(Commit commit) {
    if (commit.result().isDone() || commit.deadline() <= seat.moment().now()) {
      // Its caller has heard by now that the node is too busy, or does not wait any more.
      return;
    }
    Optional<String> refusal = refusal(commit.work().keySet());
    if (refusal.isPresent()) {
      completions.fail(
          commit.result(), new CommitException(Reason.OVERLOADED, refusal.orElseThrow()));
      completions.release(context.getExecutionContext());
      return;
    }
    Begun begun = live.next(List.copyOf(new TreeSet<>(commit.work().keySet())));
    live = live.with(List.of(begun));
    callers.put(begun.number(), commit);
    remember(List.of(begun), () -> begin(begun.number(), begun.participants(), commit.work()));
  }

  private Optional<String> refusal(Set<MemberId> participants) {
    if (live.open().size() >= bounds.open()) {
      return Optional.of(
          "%d transactions that '%s' has begun in '%s' are open (synod.commit.open); try again later"
              .formatted(live.open().size(), seat.member(), circle.name()));
    }
    return participants.stream()
        .filter(one -> live.held(one) >= bounds.each())
        .findFirst()
        .map(
            one ->
                "%d transactions of '%s' wait for '%s', which may hold no more (synod.commit.open); it may be down, what does without it goes on"
                    .formatted(live.held(one), circle.name(), one));
  }

  private void begin(long number, List<MemberId> participants, Map<MemberId, Payload> work) {
    Map<MemberId, Payload> parts = new TreeMap<>();
    work.forEach((member, part) -> parts.put(CommitRole.PARTICIPANT.of(member), part));
    conductor.tell(
        new TransactionNode.Begin(
            id(number), participants.stream().map(CommitRole.PARTICIPANT::of).toList(), parts));
  }

  private TransactionId id(long number) {
    return new TransactionId(circle.name(), seat.member().value(), number);
  }

  private void onAnnounced(Announced announced) {
    if (hears(announced) && own(announced.transaction())) {
      learn(announced.transaction().number(), announced.outcome());
    }
  }

  private boolean own(TransactionId transaction) {
    return transaction.equals(id(transaction.number()));
  }

  private void learn(long number, Choice outcome) {
    live = live.decided(number, outcome);
    Optional.ofNullable(callers.remove(number))
        .ifPresent(caller -> completions.complete(caller.result(), outcome));
    completions.release(context.getExecutionContext());
  }

  private void onReported(Reported reported) {
    if (!hears(reported) || !own(reported.transaction())) {
      return;
    }
    long number = reported.transaction().number();
    learn(number, reported.outcome());
    live = live.settled(number, CommitRole.PARTICIPANT.member(reported.from()));
    Optional<Ended> ended = live.ended(number);
    ended.ifPresent(
        end -> {
          live = live.with(List.of(end));
          remember(List.of(end));
        });
  }

  /** Somebody remembers what this member has had forgotten. */
  private void onReleased(Released released) {
    Finished finished = released.finished();
    if (hears(released) && finished.origin().equals(seat.member().value())) {
      Invariant.require(
          finished.through() <= live.last(),
          "D1",
          "%s knows of %d transactions that were begun here, this node of %d: its disk was wiped or"
              + " set back",
          released.from(),
          finished.through(),
          live.last());
    }
  }

  private Effect<Recorded, Openings> onTick(Openings durable) {
    // One at a time: they would pile up behind a disk that hangs.
    timers.startSingleTimer(Tick.INSTANCE, PERIOD);
    expire();
    Finished finished = durable.finished();
    long now = seat.moment().now();
    boolean asks = now >= askAt;
    if (finished.exceeds(told) || asks) {
      told = finished;
      release(finished);
    }
    if (asks) {
      askAt = now + seat.patience();
      live.open().headMap(lastAtAsking, true).forEach(this::ask);
      lastAtAsking = live.last();
    }
    return Effect().none();
  }

  private void release(Finished finished) {
    circle
        .nodes()
        .forEach(other -> seat.postbox().tell(other, new Released(circle, node, finished)));
  }

  /** What is open for long: who owes something, a participant or the conductor, is asked for it. */
  private void ask(long number, Opening opening) {
    opening
        .outcome()
        .ifPresentOrElse(
            outcome -> opening.unsettled().forEach(member -> inquire(member, number, outcome)),
            () -> begin(number, opening.participants(), Map.of()));
  }

  private void inquire(MemberId member, long number, Choice outcome) {
    seat.postbox()
        .tell(CommitRole.PARTICIPANT.of(member), new Inquired(circle, node, id(number), outcome));
  }

  private void expire() {
    long now = seat.moment().now();
    while (!callers.isEmpty() && callers.firstEntry().getValue().deadline() <= now) {
      Map.Entry<Long, Commit> late = callers.pollFirstEntry();
      completions.fail(
          late.getValue().result(),
          new CommitException(
              "transaction %s is not decided yet: a majority of the members, or the coordinator, may be away"
                  .formatted(id(late.getKey())),
              id(late.getKey())));
    }
    completions.release(context.getExecutionContext());
  }

  /** Nobody is left waiting. */
  private void stop() {
    callers.forEach(
        (number, caller) ->
            completions.fail(
                caller.result(),
                new CommitException(
                    "'%s' has stopped on this node; transaction %s will be ended by the others, or by the next start here"
                        .formatted(circle.name(), id(number)),
                    id(number))));
    callers.clear();
    completions.releaseNow();
  }
}
