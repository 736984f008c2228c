package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Rule E7: the holder of a lease does not sleep through its end. */
class WakefulClockTest {
  private final AtomicLong clock = new AtomicLong(1000);
  private final AtomicLong uptime = new AtomicLong(70_000);
  private final LongSupplier wakeful =
      WakefulClock.of(clock::get, () -> OptionalLong.of(uptime.get()));

  private long after(long monotonic, long asleep) {
    clock.addAndGet(monotonic);
    uptime.addAndGet(monotonic + asleep);
    return wakeful.getAsLong();
  }

  @Test
  void goesWithItsClockWhileTheMachineIsAwake() {
    assertThat(wakeful.getAsLong()).isEqualTo(1000);
    assertThat(after(500, 9)).isEqualTo(1500);
    assertThat(after(500, -18)).isEqualTo(2000);
    assertThat(after(500, 50)).isEqualTo(2500);
  }

  @Test
  void countsTheSleepAndNeverGoesBack() {
    assertThat(after(100, 60_000)).isEqualTo(61_100);
    assertThat(after(100, -10)).isEqualTo(61_200);
    assertThat(after(100, 3_000)).isGreaterThanOrEqualTo(64_200);
  }

  @Test
  void isTheClockItselfWhereNobodyCanTell() {
    LongSupplier blind = WakefulClock.of(clock::get, OptionalLong::empty);

    clock.set(5000);
    assertThat(blind.getAsLong()).isEqualTo(5000);
  }

  /** The kernel's own, wherever it tells. */
  @Test
  void asksTheKernel() {
    LongSupplier real = WakefulClock.of(MonotonicClock.INSTANCE);
    long before = MonotonicClock.INSTANCE.getAsLong();

    assertThat(real.getAsLong()).isGreaterThanOrEqualTo(before);
  }
}
