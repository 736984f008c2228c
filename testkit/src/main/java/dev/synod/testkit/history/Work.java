package dev.synod.testkit.history;

/** Counts steps against a limit, so that cost is a number and not a time. */
final class Work {

  private final long limit;
  private long steps;

  Work(long limit) {
    this.limit = limit;
  }

  void step() {
    steps++;
  }

  /** Adds what another count spent on our behalf. */
  void add(Work other) {
    steps += other.steps;
  }

  boolean spent() {
    return steps >= limit;
  }

  long steps() {
    return steps;
  }

  long left() {
    return Math.max(0, limit - steps);
  }
}
