package dev.synod.node;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The process's monotonic clock in milliseconds: the only clock of the engine (rule E7). */
public enum MonotonicClock implements LongSupplier {
  /** The only one. */
  INSTANCE;

  @Override
  public long getAsLong() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
