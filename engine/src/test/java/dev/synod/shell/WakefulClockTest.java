package dev.synod.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Rule E7: the holder of a lease does not sleep through its end. */
class WakefulClockTest {
  private final AtomicLong clock = new AtomicLong(1000);
  private final AtomicLong uptime = new AtomicLong(70_000);
  private final WakefulClock wakeful =
      WakefulClock.of(clock::get, () -> OptionalLong.of(uptime.get()));

  private long after(long monotonic, long asleep) {
    clock.addAndGet(monotonic);
    uptime.addAndGet(monotonic + asleep);
    wakeful.look();
    return wakeful.getAsLong();
  }

  @Test
  void goesWithItsClockWhileTheMachineIsAwake() {
    assertThat(wakeful.getAsLong()).isEqualTo(1000);
    assertThat(after(500, 9)).isEqualTo(1500);
    assertThat(after(500, -18)).isEqualTo(2000);
    assertThat(after(500, 20)).isEqualTo(2500);
  }

  @Test
  void countsTheSleepAndNeverGoesBack() {
    assertThat(after(100, 60_000)).isEqualTo(61_100);
    assertThat(after(100, -10)).isEqualTo(61_200);
    assertThat(after(100, 3_000)).isGreaterThanOrEqualTo(64_200);
  }

  /** What is seen on both sides of a long pause says nothing. */
  @Test
  void aPauseBetweenTwoLooksIsNoSleep() {
    AtomicLong pauses = new AtomicLong(3);
    WakefulClock stopped =
        WakefulClock.of(
            clock::get,
            () -> {
              if (pauses.getAndDecrement() > 0) {
                clock.addAndGet(10_000);
                uptime.addAndGet(10_000);
              }
              return OptionalLong.of(uptime.get());
            });
    long before = clock.get();
    assertThat(stopped.getAsLong()).isEqualTo(before);
    pauses.set(2);

    stopped.look();

    assertThat(stopped.getAsLong()).isEqualTo(clock.get());
  }

  @Test
  void isTheClockItselfWhereNobodyCanTell() {
    WakefulClock blind = WakefulClock.of(clock::get, OptionalLong::empty);

    clock.set(5000);
    blind.look();
    assertThat(blind.getAsLong()).isEqualTo(5000);
  }

  /** The kernel's own, wherever it tells: this test does not sleep. */
  @Test
  void asksTheKernel() {
    long start = System.nanoTime();
    LongSupplier monotonic = () -> (System.nanoTime() - start) / 1_000_000;
    WakefulClock real = WakefulClock.of(monotonic);
    real.look();
    long before = monotonic.getAsLong();

    assertThat(real.getAsLong()).isGreaterThanOrEqualTo(before);
  }
}
