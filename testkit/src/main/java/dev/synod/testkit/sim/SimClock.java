package dev.synod.testkit.sim;

/**
 * A member's monotonic clock, which may run ahead of true time, behind it, too fast or too slow,
 * and stands still while the machine sleeps.
 */
final class SimClock {
  private final Schedule schedule;
  private long trueNanos;
  private double ownNanos;
  private double rate = 1;
  private long sleptNanos;

  SimClock(Schedule schedule, long offsetMillis) {
    this.schedule = schedule;
    this.trueNanos = schedule.nanos();
    this.ownNanos = offsetMillis * 1e6;
  }

  /** From now on it goes at this rate; 1 is true, 0 is the machine's sleep. */
  void rate(double next) {
    sleptNanos = sleptNanos();
    ownNanos = nanos();
    trueNanos = schedule.nanos();
    rate = next;
  }

  /** Its time in milliseconds. */
  long millis() {
    return (long) (nanos() / 1e6);
  }

  /** The time since the machine started, sleep included, as the kernel tells it. */
  long uptimeMillis() {
    return (long) ((nanos() + sleptNanos()) / 1e6);
  }

  private long sleptNanos() {
    return sleptNanos + (rate == 0 ? schedule.nanos() - trueNanos : 0);
  }

  private double nanos() {
    return ownNanos + (schedule.nanos() - trueNanos) * rate;
  }
}
