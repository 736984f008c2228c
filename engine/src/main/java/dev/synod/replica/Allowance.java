package dev.synod.replica;

import java.util.OptionalLong;

/**
 * How much of snapshots may leave by now: a bucket that fills at a rate and is drawn from by each
 * part. It begins full, and holds no more than what comes in {@value #BURST} ms, so that a timer
 * that is late costs nothing, and a pause earns no flood.
 *
 * @param rate bytes a second; empty if there is no bound
 * @param level what is in it, in thousandths of a byte: each millisecond counts in full
 * @param filled when that was so, in milliseconds
 */
record Allowance(OptionalLong rate, long level, long filled) {
  private static final long BURST = 250;

  /** So many parts leave in a second at least: then four borrowers at once still hear each half. */
  private static final int PARTS = 8;

  private static final long THOUSANDTHS = 1000;

  static Allowance begin(OptionalLong rate, long now) {
    return new Allowance(rate, rate.orElse(0) * BURST, now);
  }

  /** Bytes of a part: a rate that is low makes it smaller, else borrowers would hear nothing. */
  int part(int pageBytes) {
    return (int) Math.min(pageBytes, rate.orElse(Long.MAX_VALUE) / PARTS);
  }

  /** Milliseconds until so many bytes may leave, which are no more than a part has. */
  long pause(int bytes, long now) {
    if (rate.isEmpty()) {
      return 0;
    }
    long lacks = Math.max(0, bytes * THOUSANDTHS - level(now));
    return (lacks + rate.getAsLong() - 1) / rate.getAsLong();
  }

  /** After so many bytes have left. */
  Allowance without(int bytes, long now) {
    return rate.isEmpty() ? this : new Allowance(rate, level(now) - bytes * THOUSANDTHS, now);
  }

  private long level(long now) {
    long full = rate.orElse(0) * BURST;
    return Math.min(full, level + Math.min(BURST, now - filled) * rate.orElse(0));
  }
}
