package dev.synod.shell;

import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The actor around a role that persists nothing: it hands each mail with the time to the rules,
 * keeps the state that they return and performs their effects in order. It has no rules of its own;
 * a rule that throws stops the actor, and with it the member.
 *
 * @param <S> the role's state
 * @param <M> the messages of other members to this role
 * @param <N> the notices of this member's other roles
 */
public abstract class RoleShell<
        S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice>
    extends AbstractBehavior<Mail> {
  private Seat seat;
  private final Class<M> messages;
  private final Class<N> notices;
  private S state;

  /** A role in its first state. */
  protected RoleShell(
      ActorContext<Mail> context, Seat seat, Class<M> messages, Class<N> notices, S initial) {
    super(context);
    // Pekko would name it after whatever called setup, and no level of dev.synod would hold for it.
    context.setLoggerName(getClass());
    this.seat = seat;
    this.messages = messages;
    this.notices = notices;
    this.state = initial;
  }

  /** A shell that is told of time once in every {@code period}. */
  protected static Behavior<Mail> ticking(
      Duration period, Function<ActorContext<Mail>, Behavior<Mail>> shell) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Mail.Tick.INSTANCE, period);
          return Behaviors.setup(shell::apply);
        });
  }

  /** A request from inside this process; most roles have none. */
  protected Step<S> asked(S current, LocalRequest request, Moment moment) {
    return Step.stay(current);
  }

  /** Whether the time must be known although the machine may have slept. */
  protected boolean wakes(M message) {
    return false;
  }

  /** A chance to report the change, to logs and metrics, with its time; decides nothing. */
  protected void observe(S before, S after, long now) {}

  /** A chance to report that the role ends in this state. */
  protected void stopped(S last) {}

  @Override
  public final Receive<Mail> createReceive() {
    return newReceiveBuilder()
        .onMessage(Envelope.class, this::onEnvelope)
        .onMessage(Enter.class, this::onEnter)
        .onMessage(LocalRequest.class, request -> take(now -> asked(state, request, now)))
        .onMessage(notices, notice -> take(now -> state.notice(notice, now)))
        .onMessageEquals(Mail.Tick.INSTANCE, () -> take(state::tick))
        .onSignal(PostStop.class, signal -> end())
        .build();
  }

  private Behavior<Mail> end() {
    stopped(state);
    return this;
  }

  private Behavior<Mail> onEnvelope(Envelope envelope) {
    if (!seat.admission().test(envelope)) {
      return this;
    }
    M message = messages.cast(envelope.message());
    if (wakes(message)) {
      seat.look();
    }
    return take(now -> state.receive(envelope.from(), message, now));
  }

  private Behavior<Mail> onEnter(Enter enter) {
    seat = enter.seat();
    return take(now -> state.enter(enter.entry(), now));
  }

  private Behavior<Mail> take(Function<Moment, Step<S>> turn) {
    Moment now = seat.moment();
    Step<S> step = turn.apply(now);
    observe(state, step.state(), now.now());
    state = step.state();
    for (Effect effect : step.effects()) {
      effect.perform(seat.postbox());
    }
    return this;
  }
}
