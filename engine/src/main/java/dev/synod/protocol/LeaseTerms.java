package dev.synod.protocol;

/**
 * Whether leaders of an epoch may answer reads by a lease, without asking anybody, and on which
 * terms. It is part of the configuration and not of one node's file: the leader and those that keep
 * others away from the lead must go by the same (rule E6).
 *
 * @param millis how long an acceptor that has granted a lease refuses every other candidate, by its
 *     own clock; 0: there are no leases
 * @param driftPpm no clock is faster or slower than true time by more than so many parts in a
 *     million; leases are safe only as long as that holds
 */
public record LeaseTerms(long millis, int driftPpm) {
  /** The longest lease: a minute. */
  public static final long LONGEST = 60_000;

  /** The largest bound of the drift: a tenth. */
  public static final int MAX_DRIFT = 100_000;

  /** No leases. */
  public static final LeaseTerms NONE = new LeaseTerms(0, 0);

  private static final int MILLION = 1_000_000;

  /**
   * Refuses what is out of bounds. No leases are no leases, whatever the drift: one value, one
   * form.
   */
  public LeaseTerms {
    if (millis < 0 || millis > LONGEST || driftPpm < 0 || driftPpm > MAX_DRIFT) {
      throw new IllegalArgumentException(
          "a lease of %d ms with a drift of %d ppm must be of 0 (none) to %d ms and 0 to %d ppm"
              .formatted(millis, driftPpm, LONGEST, MAX_DRIFT));
    }
    driftPpm = millis == 0 ? 0 : driftPpm;
  }

  /** Whether there are leases. */
  public boolean on() {
    return millis > 0;
  }

  /**
   * How long the holder may rely on it by its own clock, from before it asked: the slowest clock
   * that holds must not outlast the fastest that grants (rule E2).
   */
  public long held() {
    return millis * (MILLION - driftPpm) / (MILLION + driftPpm);
  }
}
