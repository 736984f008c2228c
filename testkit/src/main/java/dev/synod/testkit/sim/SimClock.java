package dev.synod.testkit.sim;

/**
 * A member's monotonic clock, which may run ahead of true time, behind it, too fast or too slow.
 */
final class SimClock {
  private final Schedule schedule;
  private long trueNanos;
  private double ownNanos;
  private double rate = 1;

  SimClock(Schedule schedule, long offsetMillis) {
    this.schedule = schedule;
    this.trueNanos = schedule.nanos();
    this.ownNanos = offsetMillis * 1e6;
  }

  /** From now on it goes at this rate; 1 is true. */
  void rate(double next) {
    ownNanos = nanos();
    trueNanos = schedule.nanos();
    rate = next;
  }

  /** Its time in milliseconds. */
  long millis() {
    return (long) (nanos() / 1e6);
  }

  private double nanos() {
    return ownNanos + (schedule.nanos() - trueNanos) * rate;
  }
}
