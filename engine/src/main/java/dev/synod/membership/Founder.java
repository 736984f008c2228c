package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Postbox;
import dev.synod.shell.Enter;
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

  /** Between two introductions of a disk that waits for an operator. */
  private static final Duration SEEK = Duration.ofSeconds(2);

  private final ActorContext<Mail> context;
  private final TimerScheduler<Mail> timers;
  private final Surroundings around;

  /** The rules' state: the event-sourced memory and what a restart may forget. */
  private FoundingState founding;

  private Optional<String> lastWaiting = Optional.empty();
  private Optional<String> lastNotice = Optional.empty();

  /** Where the founding leads a member, and whom it meets there. */
  public sealed interface Verdict {}

  /**
   * The member belongs to the group with this disk.
   *
   * @param founding the configuration of epoch 1, which names the cluster
   * @param current the latest that is known of those that this disk has a part in; the acceptor's
   *     journal may know a later one
   */
  public record Founded(Configuration founding, Configuration current, Incarnation incarnation)
      implements Verdict {}

  /**
   * The group exists without this disk: the member must not vote and waits. {@link Founded} follows
   * once an operator has given it a part.
   */
  public record Outsider(String line) implements Verdict {}

  /**
   * Somebody listens there whom no configuration of this member names: a disk without a part in the
   * group, or, to such a disk, a member. What this founder says to it must find the way.
   */
  public record Met(MemberRecord peer) implements Verdict {}

  /** The group looks for this disk elsewhere; until it is told, the member hears nothing. */
  public record Displaced(String line) implements Verdict {}

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
   * @param parent is told where the founding leads: once, unless it is {@link Outsider}
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
        .onCommand(Enter.class, this::onEnter)
        .onAnyCommand(() -> Effect().none());
  }

  private void recovered(FounderMemory memory) {
    founding = founding.recovered(memory);
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

  /** Now it is known where the group has this member. */
  private Effect<FounderEvent, FounderMemory> onEnter(Enter enter) {
    founding = founding.entering(enter.entry().configuration());
    Optional<String> notice = founding.standing().flatMap(Standing::notice);
    if (!notice.equals(lastNotice)) {
      notice.ifPresent(line -> context.getLog().warn(line));
      lastNotice = notice;
    }
    founding
        .standing()
        .flatMap(Standing::displacement)
        .map(Displaced::new)
        .ifPresent(around.parent()::tell);
    seek();
    return Effect().none();
  }

  private Effect<FounderEvent, FounderMemory> onEnvelope(Envelope envelope) {
    founding
        .disputed(envelope)
        .map(line -> new Disputed(envelope.from(), line))
        .ifPresent(around.parent()::tell);
    founding.directions(envelope).forEach(peer -> around.parent().tell(new Met(peer)));
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
    Optional<Verdict> before = founding.verdict();
    founding = turn.state();
    turn.log().forEach(line -> context.getLog().warn(line));
    founding
        .memory()
        .incarnation()
        .map(around.postboxes())
        .ifPresent(postbox -> turn.effects().forEach(effect -> effect.perform(postbox)));
    if (founding.verdict().isEmpty()) {
      sayWaiting();
    } else if (!founding.verdict().equals(before)) {
      conclude(founding.verdict().get());
    }
  }

  private void conclude(Verdict verdict) {
    seek();
    around.parent().tell(verdict);
  }

  private void seek() {
    if (founding.seeks()) {
      timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, SEEK);
    } else {
      timers.cancel(Mail.Tick.INSTANCE);
    }
  }

  private void sayWaiting() {
    Optional<String> waiting = founding.waiting();
    if (!waiting.equals(lastWaiting)) {
      waiting.ifPresent(line -> context.getLog().info(line));
      lastWaiting = waiting;
    }
  }
}
