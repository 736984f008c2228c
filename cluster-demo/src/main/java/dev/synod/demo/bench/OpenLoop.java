package dev.synod.demo.bench;

import java.util.concurrent.locks.LockSupport;

/** A thread of its own sends by a timetable, and makes up for what it is late with. */
final class OpenLoop implements Loop {
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
    long due = times.due(0);
    for (long number = 0; !stopped; number++) {
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      traffic.send(due, answer -> {});
      sent = number + 1;
      due = times.due(number + 1);
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
