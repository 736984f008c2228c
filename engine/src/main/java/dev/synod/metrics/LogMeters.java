package dev.synod.metrics;

/** Tells how far a member's log and state have come. */
public final class LogMeters {
  private final Level chosen;
  private final Level applied;
  private final Level lag;
  private final Level lease;

  LogMeters(Board board) {
    this.chosen = board.level(Measure.CHOSEN);
    this.applied = board.level(Measure.APPLIED);
    this.lag = board.level(Measure.LAG);
    this.lease = board.level(Measure.LEASE);
  }

  /**
   * This far now.
   *
   * @param known every slot through this one is known to be chosen
   * @param done the state machine has applied through this one
   */
  public void reached(long known, long done) {
    chosen.set(known);
    applied.set(done);
    lag.set(Math.max(0, known - done));
  }

  /** Whether the member holds a lease now. */
  public void leased(boolean holds) {
    lease.set(holds ? 1 : 0);
  }
}
