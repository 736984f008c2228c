package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Postbox;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The actor that founds the group, and from then on answers members that are late or come back with
 * another disk.
 *
 * <p>It makes what {@link FoundingState} wants remembered durable, and only then says what the
 * state wants said (rule A3). It tells its parent one {@link Verdict}, after which it stays to
 * answer. A journal that fails stops it for good (rule D3); the parent sees that it has stopped.
 */
public final class Founder extends EventSourcedBehavior<Mail, FounderEvent, FounderMemory> {
  /** Between two introductions, and between two requests to store the record. */
  private static final Duration RESEND = Duration.ofMillis(250);

  private final ActorContext<Mail> context;
  private final TimerScheduler<Mail> timers;
  private final Surroundings around;

  /** The rules' state: the event-sourced memory and what a restart may forget. */
  private FoundingState founding;

  private Optional<String> lastWaiting = Optional.empty();

  /** Where the founding leads a member. */
  public sealed interface Verdict {}

  /** The member belongs to epoch 1 with this disk. */
  public record Founded(Configuration founding, Incarnation incarnation) implements Verdict {}

  /** The group exists without this disk: the member must not vote and waits. */
  public record Outsider(String line) implements Verdict {}

  /** The member is founded, but one that it takes for a peer belongs to another cluster. */
  public record Disputed(MemberId by, String line) implements Verdict {}

  /** The member can't go on; an operator must repair what the line says. */
  public record Failed(String line) implements Verdict {}

  private record Surroundings(
      String journal,
      DiskName disk,
      Function<Incarnation, Postbox> postboxes,
      ActorRef<? super Verdict> parent) {}

  private Founder(
      ActorContext<Mail> context,
      TimerScheduler<Mail> timers,
      FoundingState initial,
      Surroundings around) {
    super(
        PersistenceId.ofUniqueId(
            initial.memory().group() + "|" + initial.memory().member() + "|founding"));
    this.context = context;
    this.timers = timers;
    this.founding = initial;
    this.around = around;
  }

  /**
   * A member's founder.
   *
   * @param initial the member as its settings describe it
   * @param journal id of the journal plugin
   * @param disk names this member's disk
   * @param postboxes speaks for the disk with that incarnation
   * @param parent is told one verdict per start
   */
  public static Behavior<Mail> create(
      FoundingState initial,
      String journal,
      DiskName disk,
      Function<Incarnation, Postbox> postboxes,
      ActorRef<? super Verdict> parent) {
    Surroundings around = new Surroundings(journal, disk, postboxes, parent);
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Founder(context, timers, initial, around)));
  }

  @Override
  public String journalPluginId() {
    return around.journal();
  }

  @Override
  public String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  @Override
  public FounderMemory emptyState() {
    return founding.memory();
  }

  @Override
  public EventHandler<FounderMemory, FounderEvent> eventHandler() {
    return FounderMemory::apply;
  }

  @Override
  public SignalHandler<FounderMemory> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  @Override
  public CommandHandler<Mail, FounderEvent, FounderMemory> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Envelope.class, this::onEnvelope)
        .onCommand(Mail.Tick.class, tick -> take(onTick()))
        .onAnyCommand(() -> Effect().none());
  }

  private void recovered(FounderMemory memory) {
    founding = founding.recovered(memory);
    founding.standing().flatMap(Standing::notice).ifPresent(line -> context.getLog().warn(line));
    around
        .disk()
        .contradicts(memory)
        .<Verdict>map(Failed::new)
        .or(founding::verdict)
        .ifPresentOrElse(this::conclude, this::begin);
  }

  private void begin() {
    timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, Duration.ZERO, RESEND);
  }

  private Effect<FounderEvent, FounderMemory> onEnvelope(Envelope envelope) {
    founding
        .disputed(envelope)
        .map(line -> new Disputed(envelope.from(), line))
        .ifPresent(around.parent()::tell);
    return take(founding.receive(envelope));
  }

  private Turn onTick() {
    return founding.memory().incarnation().isPresent()
        ? founding.tick()
        : founding.format(around.disk().source().get());
  }

  private Effect<FounderEvent, FounderMemory> take(Turn turn) {
    return turn.events().isEmpty()
        ? Effect().none().thenRun(memory -> perform(turn))
        : Effect().persist(turn.events()).thenRun(memory -> perform(turn));
  }

  private void perform(Turn turn) {
    boolean undecided = founding.verdict().isEmpty();
    founding = turn.state();
    turn.log().forEach(line -> context.getLog().warn(line));
    founding
        .memory()
        .incarnation()
        .map(around.postboxes())
        .ifPresent(postbox -> turn.effects().forEach(effect -> effect.perform(postbox)));
    if (undecided) {
      founding.verdict().ifPresentOrElse(this::conclude, this::sayWaiting);
    }
  }

  private void conclude(Verdict verdict) {
    timers.cancel(Mail.Tick.INSTANCE);
    around.parent().tell(verdict);
  }

  private void sayWaiting() {
    Optional<String> waiting = founding.waiting();
    if (!waiting.equals(lastWaiting)) {
      waiting.ifPresent(line -> context.getLog().info(line));
      lastWaiting = waiting;
    }
  }
}
