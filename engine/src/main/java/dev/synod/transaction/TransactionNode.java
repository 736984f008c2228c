package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.Letter;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Announced;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Reported;
import dev.synod.transaction.TransactionMessage.Said;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The event-sourced actor of a member as one of its roles, for all transactions: a participant, a
 * coordinator, a leader or an acceptor. It performs what its {@link TransactionTable} says.
 */
public final class TransactionNode<M extends CommitMessage, E extends CommitEvent>
    extends Scribe<History> {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final TimerScheduler<TransactionMail> timers;
  private final Optional<Resource<?>> resource;
  private final Script<M, E> script;
  private TransactionTable<M, E> table;

  /**
   * The initiator of this member begins a transaction, or goes on with it after a restart.
   *
   * @param participants nodes
   * @param work by participant; none after a restart, so that who has not voted yet aborts
   */
  record Begin(TransactionId transaction, List<MemberId> participants, Map<MemberId, Payload> work)
      implements TransactionMail {}

  /** The resource manager has voted. */
  record Voted(TransactionId transaction, Choice vote) implements TransactionMail {}

  /** The resource manager is done with it. */
  record Settled(TransactionId transaction) implements TransactionMail {}

  /** The resource manager has failed to do what was decided. */
  record Unsettled(TransactionId transaction, Throwable failure) implements TransactionMail {}

  /** It is tried again. */
  private record Retry(TransactionId transaction) implements TransactionMail {}

  /** What the resource manager has prepared and not ended. */
  record InDoubt(List<TransactionId> ids) implements TransactionMail {}

  /** The resource manager can't tell what it has prepared. */
  record Broken(Throwable failure) implements TransactionMail {}

  private TransactionNode(
      ActorContext<TransactionMail> context,
      TimerScheduler<TransactionMail> timers,
      Circle circle,
      CommitRole role,
      TransactionSeat seat,
      Script<M, E> script,
      Optional<Resource<?>> resource) {
    super(context, circle, role, seat);
    this.timers = timers;
    this.script = script;
    this.resource = resource;
    this.table = TransactionTable.recovered(script, seat.patience(), History.EMPTY, seat.moment());
  }

  /** A participant, with its resource manager. */
  public static Behavior<TransactionMail> participant(
      Circle circle, TransactionSeat seat, Resource<?> resource) {
    return create(circle, CommitRole.PARTICIPANT, seat, Optional.of(resource));
  }

  /** Any other role. */
  public static Behavior<TransactionMail> create(
      Circle circle, CommitRole role, TransactionSeat seat) {
    return create(circle, role, seat, Optional.empty());
  }

  private static Behavior<TransactionMail> create(
      Circle circle, CommitRole role, TransactionSeat seat, Optional<Resource<?>> resource) {
    MemberId node = role.of(seat.member());
    return switch (circle.kind()) {
      case PAXOS_COMMIT, FASTER_PAXOS_COMMIT ->
          play(circle, role, seat, Script.paxosCommit(circle, role, node), resource);
      case TWO_PHASE -> play(circle, role, seat, Script.twoPhase(role), resource);
      case THREE_PHASE -> play(circle, role, seat, Script.threePhase(role, node), resource);
    };
  }

  private static <M extends CommitMessage, E extends CommitEvent> Behavior<TransactionMail> play(
      Circle circle,
      CommitRole role,
      TransactionSeat seat,
      Script<M, E> script,
      Optional<Resource<?>> resource) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new TransactionNode<>(context, timers, circle, role, seat, script, resource)));
  }

  @Override
  public History emptyState() {
    return History.EMPTY;
  }

  @Override
  public EventHandler<History, Recorded> eventHandler() {
    return (history, recorded) -> {
      circle.requireSame(recorded.circle());
      return history.with(recorded);
    };
  }

  @Override
  List<Note> all() {
    return table.history().notes();
  }

  @Override
  public SignalHandler<History> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  private void recovered(History history) {
    table = TransactionTable.recovered(script, seat.patience(), history, seat.moment());
    timers.startSingleTimer(Tick.INSTANCE, PERIOD);
    resource.ifPresent(manager -> manager.recover(context.getSelf()));
    table.unsettled().forEach(this::end);
  }

  @Override
  public CommandHandler<TransactionMail, Recorded, History> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Said.class, turn(this::onSaid))
        .onCommand(Begin.class, turn(this::onBegin))
        .onCommand(Voted.class, turn(this::onVoted))
        .onCommand(Settled.class, turn(this::onSettled))
        .onCommand(Unsettled.class, turn(this::onUnsettled))
        .onCommand(Retry.class, turn(this::onRetry))
        .onCommand(InDoubt.class, turn(this::onInDoubt))
        .onCommand(Broken.class, turn(this::onBroken))
        .onCommand(Inquired.class, turn(this::onInquired))
        .onCommand(Released.class, turn(this::onReleased))
        .onCommand(Tick.class, turn(this::onTick))
        .onCommand(Write.class, mail -> write())
        .onAnyCommand(() -> Effect().none());
  }

  private void onSaid(Said said) {
    if (!hears(said)
        || !circle.has(said.transaction())
        || !script.messages().isInstance(said.message())) {
      return;
    }
    Optional<Finished> over = table.over(said.transaction());
    if (over.isPresent()) {
      afterwards(() -> seat.postbox().tell(said.from(), new Released(circle, node, over.get())));
    } else {
      M message = script.messages().cast(said.message());
      perform(
          said.transaction(),
          table.receive(said.transaction(), said.from(), message, seat.moment()),
          Map.of(),
          said.work());
    }
  }

  private void onBegin(Begin begin) {
    perform(
        begin.transaction(),
        table.begin(begin.transaction(), begin.participants(), seat.moment()),
        begin.work(),
        Optional.empty());
  }

  private void onTick(Tick tick) {
    // One at a time: they would pile up behind a disk that hangs.
    timers.startSingleTimer(Tick.INSTANCE, PERIOD);
    table.due(seat.moment()).forEach(late -> perform(late, table.silence(late, seat.moment())));
  }

  private void perform(TransactionId transaction, Act<M, E> act) {
    perform(transaction, act, Map.of(), Optional.empty());
  }

  private void perform(
      TransactionId transaction,
      Act<M, E> act,
      Map<MemberId, Payload> works,
      Optional<Payload> own) {
    table = act.table();
    remember(
        act.remember(),
        () -> {
          for (Letter<M> letter : act.say()) {
            say(transaction, letter, Optional.ofNullable(works.get(letter.to())));
          }
          if (act.asks()) {
            resource.ifPresent(manager -> manager.prepare(transaction, own, context.getSelf()));
          }
          act.outcome().ifPresent(outcome -> decided(transaction, outcome));
        });
  }

  private void say(TransactionId transaction, Letter<M> letter, Optional<Payload> work) {
    seat.postbox().tell(letter.to(), new Said(circle, node, transaction, letter.message(), work));
  }

  private void decided(TransactionId transaction, Choice outcome) {
    resource.ifPresent(manager -> manager.end(transaction, outcome, context.getSelf()));
    if (announces(transaction)) {
      seat.postbox()
          .tell(
              CommitRole.INITIATOR.at(transaction),
              new Announced(circle, node, transaction, outcome));
    }
  }

  /** The conductor beside the initiator does, and where they know it first, all participants. */
  private boolean announces(TransactionId transaction) {
    return node.equals(circle.conductor().at(transaction))
        || (circle.direct() && resource.isPresent());
  }

  private void onVoted(Voted voted) {
    perform(voted.transaction(), table.answer(voted.transaction(), voted.vote(), seat.moment()));
  }

  private void onSettled(Settled settled) {
    resource.ifPresent(manager -> manager.ended(settled.transaction()));
    Act<M, E> act = table.settle(settled.transaction());
    table = act.table();
    remember(act.remember(), () -> report(settled.transaction()));
  }

  private void report(TransactionId transaction) {
    table
        .outcome(transaction)
        .ifPresent(
            outcome ->
                seat.postbox()
                    .tell(
                        CommitRole.INITIATOR.at(transaction),
                        new Reported(circle, node, transaction, outcome)));
  }

  private void onUnsettled(Unsettled unsettled) {
    TransactionId transaction = unsettled.transaction();
    resource.ifPresent(manager -> manager.ended(transaction));
    context
        .getLog()
        .error(
            "transaction {} is decided, but the participant has failed to do its part; it is called"
                + " again in {} ms",
            transaction,
            seat.patience(),
            unsettled.failure());
    timers.startSingleTimer(
        transaction, new Retry(transaction), Duration.ofMillis(seat.patience()));
  }

  private void onRetry(Retry retry) {
    end(retry.transaction());
  }

  /** Tells the resource manager what is decided. */
  private void end(TransactionId transaction) {
    resource.ifPresent(
        manager ->
            table
                .outcome(transaction)
                .ifPresent(outcome -> manager.end(transaction, outcome, context.getSelf())));
  }

  private void onInquired(Inquired inquired) {
    TransactionId transaction = inquired.transaction();
    if (!hears(inquired) || !circle.has(transaction) || table.over(transaction).isPresent()) {
      return;
    }
    if (table.settled(transaction)) {
      afterwards(() -> report(transaction));
    } else {
      Invariant.require(
          inquired.outcome() == Choice.ABORT || table.rows().containsKey(transaction),
          "D1",
          "%s is committed, and this node, which has voted for it, knows nothing of it: its disk"
              + " was wiped or set back",
          transaction);
      renounce(transaction);
    }
  }

  private void renounce(TransactionId transaction) {
    perform(transaction, table.renounce(transaction, seat.moment()));
  }

  /** A vote may have been lost with the process that was to tell it. */
  private void onInDoubt(InDoubt doubt) {
    for (TransactionId transaction : doubt.ids()) {
      if (!transaction.name().equals(circle.name())) {
        continue;
      }
      if (table.outcome(transaction).isPresent()) {
        afterwards(() -> end(transaction));
      } else if (table.over(transaction).isPresent() || !circle.has(transaction)) {
        context
            .getLog()
            .error(
                "the participant says that it has prepared {}, which nobody knows any more: it"
                    + " said earlier that it was done with it, or it is not of {}",
                transaction,
                circle.name());
      } else {
        renounce(transaction);
      }
    }
  }

  private void onBroken(Broken broken) {
    throw new IllegalStateException(
        "the participant can't tell what it has prepared; mend that, and start the node again",
        broken.failure());
  }

  private void onReleased(Released released) {
    if (hears(released)) {
      MemberId initiator = CommitRole.INITIATOR.of(seat.member());
      if (released.finished().origin().equals(seat.member().value())
          && !released.from().equals(initiator)) {
        seat.postbox().tell(initiator, released);
      }
      Act<M, E> act = table.forget(released.finished());
      table = act.table();
      remember(act.remember());
    }
  }
}
