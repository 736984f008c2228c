package dev.synod.learner;

import dev.synod.metrics.LogMeters;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.Mail;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The actor of the learner: finds out which slots are chosen, brings their values to the replica in
 * order and to the acceptor for keeping. Its rules are those of {@link LearnerState}. It warns if
 * its member falls behind.
 */
public final class Learner extends RoleShell<LearnerState, LearnerMessage, LearnerNotice> {
  private enum Linger {
    KEY
  }

  private final TimerScheduler<Mail> timers;
  private final LogMeters meters;
  private Lag lag = Lag.NONE;

  private Learner(
      ActorContext<Mail> context, TimerScheduler<Mail> timers, Seat seat, LearnerState initial) {
    super(context, seat, LearnerMessage.class, LearnerNotice.class, initial);
    this.timers = timers;
    this.meters = seat.meters().log();
    observe(initial, initial, seat.moment().now());
  }

  /**
   * A learner that knows nothing yet.
   *
   * @param tick how often it looks for gaps
   */
  public static Behavior<Mail> create(Seat seat, LearnerState initial, Duration tick) {
    return Behaviors.withTimers(
        timers -> ticking(tick, context -> new Learner(context, timers, seat, initial)));
  }

  /** A lease is used when a read comes, or the last answer that it waited for (rule E7). */
  @Override
  protected boolean wakes(LearnerMessage message) {
    return message instanceof ReadIndexAsk || message instanceof Confirmed;
  }

  @Override
  protected void observe(LearnerState before, LearnerState after, long now) {
    meters.reached(after.window().through(), after.window().applied());
    meters.leased(after.reads().filter(reads -> reads.lease().holds(now)).isPresent());
    watch(after, now);
    if (after.untold() && !before.untold()) {
      timers.startSingleTimer(Linger.KEY, Mail.Tick.INSTANCE, after.room().settings().linger());
    }
  }

  /** A witness applies nothing. */
  private void watch(LearnerState state, long now) {
    if (state.room().witness()) {
      return;
    }
    lag = lag.at(state.window(), state.known(), now);
    lag.report(state.window(), state.known(), state.room().settings().ahead(), now)
        .ifPresent(
            report -> {
              lag = lag.telling(now);
              getContext().getLog().warn("{}: {}", state.room().self(), report.line());
            });
  }
}
