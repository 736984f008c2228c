package dev.synod.acceptor;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.PersistencePlugins;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.TypedActorContext;
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
 * The event-sourced actor of the acceptor: decides over a pile of mail, writes one event, and
 * speaks from the journal's confirmation (rule A3).
 *
 * <p>A write or a recovery that fails stops it for good, and so does a rule that is broken: it is
 * not started again, since what the journal then holds is not known (rule D3).
 */
public final class Acceptor
    extends EventSourcedBehavior<Acceptor.Command, AcceptorEvent, AcceptorState> {
  private final ActorContext<Command> context;
  private final AcceptorState empty;
  private final AcceptorRules rules;
  private final AcceptorSettings settings;
  private Seat seat;
  private Configuration configuration;
  private final ActorRef<? super Reply> front;
  private final PersistencePlugins plugins;
  private long cleared;
  private Grant grant = Grant.NONE;

  /** What its front asks. */
  public sealed interface Command {}

  /** Everything that came while the last write was out; answered by one {@link Done}. */
  public record Gathered(List<Request> requests) implements Command {
    /** Copies the list. */
    public Gathered {
      requests = List.copyOf(requests);
    }
  }

  /** From now on it sits here, in another epoch. */
  public record Reseat(Seat seat, Configuration configuration) implements Command {}

  /** To itself: the journal has deleted the events that this cut leaves out, or has not. */
  private record Deleted(Cut cut, Optional<Throwable> failure) implements Command {}

  /** What its front hears. */
  public sealed interface Reply {}

  /**
   * The journal is replayed; this is what it holds.
   *
   * @param events how many those are
   * @param configuration of its epoch, if the journal has it; else the snapshot below has it
   */
  public record Ready(
      long events,
      long epoch,
      Optional<Configuration> configuration,
      Ballot promised,
      long chosenThrough,
      long logTime)
      implements Reply {}

  /**
   * The pile is decided and durable; while it is being answered, the next may come.
   *
   * @param events how many the journal holds now
   * @param promised what it holds
   * @param entered the epoch that it led into, if it did
   */
  public record Done(long events, Ballot promised, Optional<Entry> entered) implements Reply {}

  private Acceptor(
      ActorContext<Command> context,
      AcceptorState empty,
      AcceptorRules rules,
      AcceptorSettings settings,
      Seat seat,
      Configuration configuration,
      ActorRef<? super Reply> front) {
    super(PersistenceId.ofUniqueId(empty.identity().persistenceId()));
    this.context = context;
    this.empty = empty;
    this.rules = rules;
    this.settings = settings;
    this.seat = seat;
    this.configuration = configuration;
    this.front = front;
    this.plugins = new PersistencePlugins(context.getSystem());
  }

  /**
   * An acceptor that begins by replaying its journal.
   *
   * @param configuration of the epoch that its member begins in
   * @param front told {@link Ready} once, then {@link Done} for each pile
   */
  public static Behavior<Command> create(
      AcceptorState empty,
      AcceptorRules rules,
      AcceptorSettings settings,
      Seat seat,
      Configuration configuration,
      ActorRef<? super Reply> front) {
    return Behaviors.setup(
        context -> new Acceptor(context, empty, rules, settings, seat, configuration, front));
  }

  /**
   * Without a copy of each event on the system's event stream, which nobody reads: it costs a
   * dispatcher task per event. The Java API has no switch for it.
   */
  @Override
  @SuppressWarnings("unchecked")
  public Behavior<Command> apply(TypedActorContext<Command> anyContext) {
    return (Behavior<Command>) (Object) createEventSourcedBehavior().withEventPublishing(false);
  }

  @Override
  public String journalPluginId() {
    return settings.journal();
  }

  /** None: the user's default store must not be asked, let alone used. */
  @Override
  public String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  @Override
  public AcceptorState emptyState() {
    return empty;
  }

  /**
   * Memory is freed with the next event, since only events change the state. A replay clears
   * nothing: the roles beside it read what it brings.
   */
  @Override
  public EventHandler<AcceptorState, AcceptorEvent> eventHandler() {
    return (state, event) -> rules.after(state, event).clearing(cleared);
  }

  @Override
  public CommandHandler<Command, AcceptorEvent, AcceptorState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Gathered.class, this::rememberThenSay)
        .onCommand(Deleted.class, this::onDeleted)
        .onCommand(Reseat.class, this::onReseat)
        .build();
  }

  @Override
  public SignalHandler<AcceptorState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .build();
  }

  private Effect<AcceptorEvent, AcceptorState> rememberThenSay(
      AcceptorState state, Gathered gathered) {
    Terms terms = new Terms(settings.pageBytes(), configuration, grant, now());
    Decision decision = rules.decide(state, gathered.requests(), terms);
    grant = decision.grant();
    cleared = Math.max(cleared, decision.cleared());
    return decision
        .remember()
        .map(event -> Effect().persist(event))
        .orElseGet(() -> Effect().none())
        .thenRun(written -> finish(decision, state.cut(), written));
  }

  private void finish(Decision decision, Cut before, AcceptorState written) {
    front.tell(new Done(written.counter(), written.promised(), decision.entered()));
    say(decision);
    if (written.cut().events() > before.events()) {
      delete(written.cut());
    }
  }

  /** Only what a durable event has said may be missing; one that fails is done after a restart. */
  private void delete(Cut cut) {
    String id = empty.identity().persistenceId();
    context.pipeToSelf(
        plugins.deleteEvents(settings.journal(), id, cut.events()),
        (deleted, failure) -> new Deleted(cut, Optional.ofNullable(failure)));
  }

  private Effect<AcceptorEvent, AcceptorState> onDeleted(Deleted deleted) {
    deleted
        .failure()
        .ifPresent(
            failure ->
                context
                    .getLog()
                    .warn(
                        "{}: the events through {} are not deleted, the journal stays longer ({})",
                        empty.identity(),
                        deleted.cut().events(),
                        failure.toString()));
    return Effect().none();
  }

  private Effect<AcceptorEvent, AcceptorState> onReseat(Reseat reseat) {
    seat = reseat.seat();
    configuration = reseat.configuration();
    return Effect().none();
  }

  private void say(Decision decision) {
    decision.alarms().forEach(line -> context.getLog().warn("{}: {}", empty.identity(), line));
    decision.say().forEach(effect -> effect.perform(seat.postbox()));
  }

  /**
   * The journal knows how many events it was given: that its last ones are missing shows here. It
   * does not know whom this member owes what: that is waited for (rule E4).
   */
  private void onRecovered(AcceptorState state) {
    AcceptorState whole = state.recovered(lastSequenceNumber(context));
    Configuration begun = whole.configuration().orElse(configuration);
    if (whole.counter() > 0 && begun.leases().on()) {
      grant = Grant.forgotten(begun.leases().millis(), now());
    }
    front.tell(
        new Ready(
            whole.counter(),
            whole.epoch(),
            whole.configuration(),
            whole.promised(),
            whole.chosenThrough(),
            whole.logTime()));
    if (whole.retained().first() > 0 && whole.retained().first() <= whole.cut().events()) {
      delete(whole.cut());
    }
  }

  private long now() {
    return seat.clock().getAsLong();
  }
}
