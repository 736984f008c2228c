package dev.synod.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A number that rises and falls; set and read by any thread. */
final class Level {
  private final AtomicLong now = new AtomicLong();

  void set(long value) {
    now.setRelease(value);
  }

  void rise() {
    now.incrementAndGet();
  }

  void fall() {
    now.decrementAndGet();
  }

  double value() {
    return now.get();
  }
}
