package dev.synod.demo.bench;

import java.util.concurrent.locks.LockSupport;

/** A thread of its own sends by a timetable, and makes up for what it is late with. */
final class OpenLoop implements Loop {
  /** More without an answer would fill the memory; what comes later is sent late, and counts so. */
  static final int MOST_OPEN = 1 << 16;

  private static final long PAUSE_NANOS = 100_000;

  private final Traffic traffic;
  private final Timetable times;
  private final long end;
  private volatile long sent;
  private volatile boolean stopped;

  /** Who asks for what was not sent means up to this end, of {@link System#nanoTime()}. */
  OpenLoop(Traffic traffic, Timetable times, long end) {
    this.traffic = traffic;
    this.times = times;
    this.end = end;
  }

  @Override
  public void start() {
    Thread sender = new Thread(this::run, "open-loop");
    sender.setDaemon(true);
    sender.start();
  }

  private void run() {
    for (long number = 0; !stopped; number++) {
      long due = times.due(number);
      awaitTurn(due);
      if (!stopped) {
        sent = number + 1;
        traffic.send(due, answer -> {});
      }
    }
  }

  private void awaitTurn(long due) {
    for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
      LockSupport.parkNanos(early);
    }
    while (traffic.open() >= MOST_OPEN && !stopped) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public long unsent() {
    return Math.max(0, times.dueBefore(end) - sent);
  }
}
