package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Pekko's scheduler in a simulated world: virtual time, and no thread of its own. */
public final class SimScheduler extends AbstractScheduler {
  private final Schedule schedule = World.scheduleOfThisThread();

  /** Called by Pekko, by reflection. */
  public SimScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  @Override
  @SuppressWarnings("deprecation") // Pekko's own fixed-rate timers still come this way.
  public Cancellable schedule(
      FiniteDuration initial, FiniteDuration interval, Runnable task, ExecutionContext context) {
    Repeating repeating = new Repeating(interval.toNanos(), task, context);
    repeating.next(initial.toNanos());
    return repeating;
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext context) {
    return schedule.after(delay.toNanos(), () -> context.execute(task));
  }

  @Override
  public double maxFrequency() {
    return 1_000;
  }

  private final class Repeating implements Cancellable {
    private final long interval;
    private final Runnable task;
    private final ExecutionContext context;
    private boolean over;

    Repeating(long interval, Runnable task, ExecutionContext context) {
      this.interval = interval;
      this.task = task;
      this.context = context;
    }

    void next(long delay) {
      var unused =
          schedule.after(
              delay,
              () -> {
                if (!over) {
                  context.execute(task);
                  next(interval);
                }
              });
    }

    @Override
    public boolean cancel() {
      boolean first = !over;
      over = true;
      return first;
    }

    @Override
    public boolean isCancelled() {
      return over;
    }
  }
}
