package dev.synod.shell;

import dev.synod.protocol.Mail;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Tells an actor of time that may be long at one message: a tick is sent a period after the one
 * before was read, so that no more than one ever waits (rule P4). A timer with a fixed delay would
 * go on to fill the mailbox.
 */
public final class Pulse {
  private Pulse() {}

  /** The actor, with ticks. */
  public static Behavior<Mail> every(Duration period, Behavior<Mail> actor) {
    return Behaviors.withTimers(
        timers -> {
          timers.startSingleTimer(Mail.Tick.INSTANCE, period);
          return Behaviors.intercept(() -> new Beat(timers, period), actor);
        });
  }

  private static final class Beat extends BehaviorInterceptor<Mail, Mail> {
    private final TimerScheduler<Mail> timers;
    private final Duration period;

    Beat(TimerScheduler<Mail> timers, Duration period) {
      super(Mail.class);
      this.timers = timers;
      this.period = period;
    }

    @Override
    public Behavior<Mail> aroundReceive(
        TypedActorContext<Mail> context, Mail mail, ReceiveTarget<Mail> target) {
      if (mail == Mail.Tick.INSTANCE) {
        timers.startSingleTimer(Mail.Tick.INSTANCE, period);
      }
      return target.apply(context, mail);
    }
  }
}
