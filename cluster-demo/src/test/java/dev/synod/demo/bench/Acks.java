package dev.synod.demo.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * When writes were acknowledged, of {@link System#nanoTime()}. Safe to use from several threads.
 */
final class Acks {
  private long[] times = new long[1 << 16];
  private int count;

  /** What clients saw in some time. */
  record Seen(double perSecond, double gapMillis) {
    @Override
    public String toString() {
      return "%.0f writes/s, longest gap %.0f ms".formatted(perSecond, gapMillis);
    }
  }

  synchronized void add() {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
    }
    times[count] = System.nanoTime();
    count++;
  }

  synchronized int count() {
    return count;
  }

  /** Between these times. */
  synchronized Seen between(long from, long to) {
    long last = from;
    long gap = 0;
    int seen = 0;
    for (int i = 0; i < count; i++) {
      if (times[i] >= from && times[i] <= to) {
        gap = Math.max(gap, times[i] - last);
        last = times[i];
        seen++;
      }
    }
    gap = Math.max(gap, to - last);
    return new Seen(seen * 1e9 / (to - from), (double) gap / TimeUnit.MILLISECONDS.toNanos(1));
  }
}
