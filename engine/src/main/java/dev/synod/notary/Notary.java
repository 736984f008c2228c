package dev.synod.notary;

import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.NotaryMessage;
import dev.synod.protocol.NotaryNotice;
import dev.synod.shell.Enter;
import dev.synod.shell.PersistencePlugins;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The actor that finds out whether this member's disk is the one that its group knows, or an older
 * copy of it, and remembers the same of the others' disks (rule D1). Its rules are those of {@link
 * NotaryTurn}. Until enough of the others have vouched, the acceptor takes no part in any vote.
 */
public final class Notary extends EventSourcedBehavior<Mail, NotaryEvent, Noted> {
  private static final Duration TICK = Duration.ofMillis(250);

  private final ActorContext<Mail> context;
  private final String journal;
  private final ActorRef<? super Disowned> member;
  private final PersistencePlugins plugins;
  private Seat seat;
  private NotaryState state;
  private Optional<String> lastDoubt = Optional.empty();

  /** This member's disk must not vote any more; one line that says why and what to do. */
  public record Disowned(String line) {}

  /** To itself: the journal has deleted events, or has not. */
  private record Deleted(long through, Optional<Throwable> failure) implements LocalRequest {}

  private Notary(ActorContext<Mail> context, Setup setup) {
    super(PersistenceId.ofUniqueId(setup.group() + "|" + setup.seat().self() + "|notary"));
    this.context = context;
    this.journal = setup.journal();
    this.member = setup.member();
    this.plugins = new PersistencePlugins(context.getSystem());
    this.seat = setup.seat();
    this.state = NotaryState.started(seat.self(), setup.configuration(), Noted.NOTHING);
  }

  /**
   * What a notary is started with.
   *
   * @param configuration of the epoch that its member begins in
   * @param journal id of the journal plugin
   * @param member told if the disk is disowned
   */
  public record Setup(
      Seat seat,
      GroupName group,
      Configuration configuration,
      String journal,
      ActorRef<? super Disowned> member) {}

  /** A notary that begins by replaying what it had noted. */
  public static Behavior<Mail> create(Setup setup) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, Duration.ZERO, TICK);
          return Behaviors.setup(context -> new Notary(context, setup));
        });
  }

  @Override
  public String journalPluginId() {
    return journal;
  }

  @Override
  public String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  @Override
  public Noted emptyState() {
    return Noted.NOTHING;
  }

  @Override
  public EventHandler<Noted, NotaryEvent> eventHandler() {
    return (before, event) -> (Noted) event;
  }

  @Override
  public SignalHandler<Noted> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            noted -> state = NotaryState.started(state.self(), state.configuration(), noted))
        .build();
  }

  @Override
  public CommandHandler<Mail, NotaryEvent, Noted> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Envelope.class, this::onEnvelope)
        .onCommand(NotaryNotice.class, notice -> take(notice.fold(turn())))
        .onCommand(Enter.class, this::onEnter)
        .onCommand(Deleted.class, this::onDeleted)
        .onCommand(Mail.Tick.class, this::onTick)
        .onAnyCommand(() -> Effect().none());
  }

  private NotaryTurn turn() {
    return new NotaryTurn(state, seat.moment().now());
  }

  private Effect<NotaryEvent, Noted> onEnvelope(Envelope envelope) {
    return seat.admission().test(envelope)
        ? take(((NotaryMessage) envelope.message()).fold(envelope.from(), turn()))
        : Effect().none();
  }

  private Effect<NotaryEvent, Noted> onEnter(Enter enter) {
    seat = enter.seat();
    state = state.in(enter.entry().configuration());
    return take(turn().onTick());
  }

  private Effect<NotaryEvent, Noted> onTick(Noted durable, Mail.Tick tick) {
    if (!state.begun()) {
      return take(turn().onStart(seat.moment().chance().nextLong()));
    }
    Decision noting = turn().onNote(durable);
    return noting.remember().isPresent() ? take(noting) : take(turn().onTick());
  }

  private Effect<NotaryEvent, Noted> take(Decision decision) {
    return decision.remember().isPresent()
        ? Effect().persist(decision.remember().get()).thenRun(noted -> finish(decision))
        : Effect().none().thenRun(noted -> say(decision));
  }

  private void finish(Decision decision) {
    say(decision);
    deleteThrough(lastSequenceNumber(context) - 1);
  }

  /** At once: an event that stays would keep all that was written near it on the disk. */
  private void deleteThrough(long through) {
    context.pipeToSelf(
        plugins.deleteEvents(journal, persistenceId().id(), through),
        (deleted, failure) -> new Deleted(through, Optional.ofNullable(failure)));
  }

  private void say(Decision decision) {
    state = decision.state();
    decision.doubts().forEach(this::doubt);
    decision.say().forEach(effect -> effect.perform(seat.postbox()));
    decision.disowned().map(Disowned::new).ifPresent(member::tell);
  }

  /** It is repeated for as long as the other node runs. */
  private void doubt(String line) {
    if (!lastDoubt.equals(Optional.of(line))) {
      context.getLog().warn(line);
      lastDoubt = Optional.of(line);
    }
  }

  private Effect<NotaryEvent, Noted> onDeleted(Deleted deleted) {
    deleted
        .failure()
        .ifPresent(
            failure ->
                context
                    .getLog()
                    .warn(
                        "{}: the events through {} are not deleted, the journal stays longer ({})",
                        persistenceId().id(),
                        deleted.through(),
                        PersistencePlugins.reason(failure)));
    return Effect().none();
  }
}
