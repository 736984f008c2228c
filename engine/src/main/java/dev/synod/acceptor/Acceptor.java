package dev.synod.acceptor;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Postbox;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.PersistencePlugins;
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
  private final Postbox postbox;
  private final ActorRef<? super Reply> front;
  private final PersistencePlugins plugins;

  /** What its front asks. */
  public sealed interface Command {}

  /** Everything that came while the last write was out; answered by one {@link Done}. */
  public record Gathered(List<Request> requests) implements Command {
    /** Copies the list. */
    public Gathered {
      requests = List.copyOf(requests);
    }
  }

  /** To itself: the journal has deleted the events that this cut leaves out, or has not. */
  private record Deleted(Cut cut, Optional<Throwable> failure) implements Command {}

  /** What its front hears. */
  public sealed interface Reply {}

  /** The journal is replayed; this is what it holds. */
  public record Ready(Ballot promised, long chosenThrough, long logTime) implements Reply {}

  /** The pile is decided and durable; while it is being answered, the next may come. */
  public record Done() implements Reply {}

  private Acceptor(
      ActorContext<Command> context,
      AcceptorState empty,
      AcceptorRules rules,
      AcceptorSettings settings,
      Postbox postbox,
      ActorRef<? super Reply> front) {
    super(PersistenceId.ofUniqueId(empty.identity().persistenceId()));
    this.context = context;
    this.empty = empty;
    this.rules = rules;
    this.settings = settings;
    this.postbox = postbox;
    this.front = front;
    this.plugins = new PersistencePlugins(context.getSystem());
  }

  /**
   * An acceptor that begins by replaying its journal.
   *
   * @param front told {@link Ready} once, then {@link Done} for each pile
   */
  public static Behavior<Command> create(
      AcceptorState empty,
      AcceptorRules rules,
      AcceptorSettings settings,
      Postbox postbox,
      ActorRef<? super Reply> front) {
    return Behaviors.setup(
        context -> new Acceptor(context, empty, rules, settings, postbox, front));
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

  @Override
  public EventHandler<AcceptorState, AcceptorEvent> eventHandler() {
    return rules::after;
  }

  @Override
  public CommandHandler<Command, AcceptorEvent, AcceptorState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Gathered.class, this::rememberThenSay)
        .onCommand(Deleted.class, this::onDeleted)
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
    Decision decision = rules.decide(state, gathered.requests(), settings.pageBytes());
    return decision
        .remember()
        .map(event -> Effect().persist(event))
        .orElseGet(() -> Effect().none())
        .thenRun(written -> finish(decision, state.cut(), written.cut()));
  }

  private void finish(Decision decision, Cut before, Cut after) {
    say(decision);
    if (after.events() > before.events()) {
      delete(after);
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

  private void say(Decision decision) {
    front.tell(new Done());
    decision.alarms().forEach(line -> context.getLog().warn("{}: {}", empty.identity(), line));
    decision.say().forEach(effect -> effect.perform(postbox));
  }

  /** The journal knows how many events it was given: that its last ones are missing shows here. */
  private void onRecovered(AcceptorState state) {
    AcceptorState whole = state.recovered(lastSequenceNumber(context));
    front.tell(new Ready(whole.promised(), whole.chosenThrough(), whole.logTime()));
    if (whole.retained().first() > 0 && whole.retained().first() <= whole.cut().events()) {
      delete(whole.cut());
    }
  }
}
