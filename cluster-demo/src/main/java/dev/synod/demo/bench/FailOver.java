package dev.synod.demo.bench;

import java.util.OptionalDouble;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long nobody could write after a kill -9. Operations of the load may all be waiting for the
 * dead, so writes of its own are sent besides until one is acknowledged. Safe to use from several
 * threads.
 */
final class FailOver {
  private static final long PAUSE_MILLIS = 5;
  private static final long NEVER = 0;

  private final AtomicLong killed = new AtomicLong(NEVER);
  private final AtomicLong served = new AtomicLong(NEVER);
  private final Requests requests;
  private final ScheduledExecutorService timer;
  private volatile boolean given;

  FailOver(Requests requests, ScheduledExecutorService timer) {
    this.requests = requests;
    this.timer = timer;
  }

  /** Kills this process, now. */
  void kill(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(
            victim -> {
              killed.set(mark(System.nanoTime()));
              victim.destroyForcibly();
              probe();
            });
  }

  private void probe() {
    if (served.get() == NEVER && !given) {
      var unused = timer.schedule(this::probe, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      write();
    }
  }

  private void write() {
    long sent = System.nanoTime();
    var unused =
        requests
            .put(0, sent)
            .thenAccept(
                answer -> {
                  if (answer == Answer.DONE) {
                    acknowledged(sent, System.nanoTime());
                  }
                });
  }

  /** A write that was sent then has been acknowledged. */
  void acknowledged(long sent, long finished) {
    long kill = killed.get();
    if (kill != NEVER && sent - kill >= 0) {
      served.compareAndSet(NEVER, mark(finished));
    }
  }

  /** Waits no longer. */
  void giveUp() {
    given = true;
  }

  /** From the kill to the first acknowledged write that was sent after it; empty without both. */
  OptionalDouble millis() {
    long end = served.get();
    return end == NEVER ? OptionalDouble.empty() : OptionalDouble.of((end - killed.get()) / 1e6);
  }

  /** The one moment that means "never" is a nanosecond later. */
  private static long mark(long nanos) {
    return nanos == NEVER ? 1 : nanos;
  }
}
