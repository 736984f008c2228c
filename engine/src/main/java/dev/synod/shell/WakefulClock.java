package dev.synod.shell;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A clock that goes on while the machine sleeps, as the monotonic one of a JVM on Linux does not:
 * for leases, of which their holder must not sleep through the end (rule E7). It is never behind
 * the clock that it is made from, which those who grant leases go by. To ask the kernel costs some
 * microseconds, so that is only done by {@link #look}. For one thread at a time.
 *
 * <p>A virtual machine that is paused or moved by its host may notice nothing, with any clock.
 */
public final class WakefulClock implements LongSupplier {
  private static final String UPTIME = "/proc/uptime";

  /** The kernel tells hundredths of a second. */
  private static final long NOISE = 20;

  /** Whoever was stopped between two looks at clocks compares nothing. */
  private static final long AT_ONCE = 5;

  private static final int TRIES = 100;

  private final LongSupplier clock;
  private final Supplier<OptionalLong> uptime;
  private final long ahead;
  private long slept;

  private WakefulClock(LongSupplier clock, Supplier<OptionalLong> uptime) {
    this.clock = clock;
    this.uptime = uptime;
    this.ahead = lead().orElse(0);
  }

  /** One that asks the kernel; where that can't tell, it is the clock itself. */
  public static WakefulClock of(LongSupplier clock) {
    try {
      // Never closed: it lives as long as its member. Unlike a channel, no interrupt closes it.
      RandomAccessFile file = new RandomAccessFile(UPTIME, "r");
      return of(clock, () -> read(file));
    } catch (IOException none) {
      return of(clock, OptionalLong::empty);
    }
  }

  /**
   * One that asks this for the time since the machine started, sleep included, in milliseconds.
   * Empty: it can't be told now.
   */
  public static WakefulClock of(LongSupplier clock, Supplier<OptionalLong> uptime) {
    return new WakefulClock(clock, uptime);
  }

  /** As of the last look. */
  @Override
  public long getAsLong() {
    return clock.getAsLong() + slept;
  }

  /** Takes notice of what the machine has slept until now. */
  public void look() {
    lead()
        .ifPresent(
            lead -> {
              long more = lead - ahead;
              slept = more > slept + NOISE ? more : slept;
            });
  }

  /** By how much the kernel's time is ahead of the clock's. */
  private OptionalLong lead() {
    for (int i = 0; i < TRIES; i++) {
      long before = clock.getAsLong();
      OptionalLong up = uptime.get();
      if (up.isEmpty() || clock.getAsLong() - before <= AT_ONCE) {
        return up.isEmpty() ? up : OptionalLong.of(up.getAsLong() - before);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong read(RandomAccessFile file) {
    byte[] text = new byte[64];
    try {
      file.seek(0);
      int length = file.read(text);
      String line = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII);
      return OptionalLong.of((long) (Double.parseDouble(line.split(" ", 2)[0]) * 1000));
    } catch (IOException | NumberFormatException unreadable) {
      return OptionalLong.empty();
    }
  }
}
