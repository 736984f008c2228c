package dev.synod.demo.bench;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Each end brings the next operation, in the same thread. */
final class ClosedLoop implements Loop {
  /** Who is refused does not ask again at once: that would only take the cores from the others. */
  private static final long PAUSE_MILLIS = 5;

  private final Traffic traffic;
  private final ScheduledExecutorService timer;
  private final int outstanding;
  private volatile boolean stopped;

  ClosedLoop(Traffic traffic, ScheduledExecutorService timer, int outstanding) {
    this.traffic = traffic;
    this.timer = timer;
    this.outstanding = outstanding;
  }

  @Override
  public void start() {
    for (int i = 0; i < outstanding; i++) {
      send();
    }
  }

  private void send() {
    if (!stopped) {
      traffic.send(System.nanoTime(), this::next);
    }
  }

  private void next(Answer answer) {
    if (answer == Answer.DONE) {
      send();
    } else {
      var unused = timer.schedule(this::send, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public long unsent() {
    return 0;
  }
}
