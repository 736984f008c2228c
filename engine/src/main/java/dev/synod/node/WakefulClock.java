package dev.synod.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A clock that goes on while the machine sleeps, as the monotonic one of a JVM on Linux does not:
 * for leases, of which their holder must not sleep through the end (rule E7). It is never behind
 * the clock that it is made from, which those who grant leases go by.
 *
 * <p>A virtual machine that is paused or moved by its host may notice nothing, with any clock.
 */
public final class WakefulClock implements LongSupplier {
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** The kernel tells hundredths of a second, and the two clocks are not read at once. */
  private static final long NOISE = 50;

  private final LongSupplier clock;
  private final Supplier<OptionalLong> uptime;
  private final long ahead;
  private long slept;

  private WakefulClock(LongSupplier clock, Supplier<OptionalLong> uptime) {
    this.clock = clock;
    this.uptime = uptime;
    this.ahead = uptime.get().orElse(0) - clock.getAsLong();
  }

  /** One that asks the kernel; where that can't tell, it is the clock itself. */
  public static LongSupplier of(LongSupplier clock) {
    try {
      // Never closed: it lives as long as its member, and is asked whenever a lease is used.
      FileChannel file = FileChannel.open(UPTIME);
      return of(clock, () -> read(file));
    } catch (IOException none) {
      return clock;
    }
  }

  /**
   * One that asks this for the time since the machine started, sleep included, in milliseconds.
   * Empty: it can't be told now.
   */
  static LongSupplier of(LongSupplier clock, Supplier<OptionalLong> uptime) {
    return new WakefulClock(clock, uptime);
  }

  @Override
  public long getAsLong() {
    long now = clock.getAsLong();
    uptime
        .get()
        .ifPresent(
            up -> {
              long more = up - ahead - now;
              slept = more > slept + NOISE ? more : slept;
            });
    return now + slept;
  }

  private static OptionalLong read(FileChannel file) {
    ByteBuffer text = ByteBuffer.allocate(64);
    try {
      int length = file.read(text, 0);
      String seconds = new String(text.array(), 0, Math.max(0, length), StandardCharsets.US_ASCII);
      return OptionalLong.of((long) (Double.parseDouble(seconds.split(" ", 2)[0]) * 1000));
    } catch (IOException | NumberFormatException unreadable) {
      return OptionalLong.empty();
    }
  }
}
