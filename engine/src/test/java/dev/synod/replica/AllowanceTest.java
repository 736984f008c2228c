package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a member lends in a second has a bound, which is used to the full where there is need. */
class AllowanceTest {
  private static final int PART = 1024;
  private static final long START = 1_000_000;

  @Test
  void aSecondBringsAsMuchAsTheRateSays() {
    Allowance allowance = empty(8 * PART);

    assertThat(allowance.pause(PART, START)).isEqualTo(125);
    assertThat(allowance.pause(PART, START + 124)).isEqualTo(1);
    assertThat(allowance.pause(PART, START + 125)).isZero();
    assertThat(allowance.without(PART, START + 125).pause(PART, START + 125)).isEqualTo(125);
  }

  /** A timer that is late costs nothing, but a day without borrowers is no claim. */
  @Test
  void whatWasNotUsedIsKeptForAQuarterOfASecond() {
    for (long idle : new long[] {250, 86_400_000}) {
      long now = START + idle;
      Allowance allowance = empty(8 * PART).without(PART, now).without(PART, now);

      assertThat(allowance.pause(1, now)).as("after %d ms", idle).isPositive();
      assertThat(allowance.pause(PART, now)).isEqualTo(125);
    }
  }

  /** Whenever it is looked at: rounding neither gives nor takes. */
  @Test
  void inTheLongRunTheRateIsKeptAndUsedToTheFull() {
    for (long rate : new long[] {8 * PART, 10_007, 1_000_003, 1L << 25}) {
      Random chance = new Random(rate);
      int part = at(rate).part(128 << 10);
      Allowance allowance = empty(rate);
      long now = START;
      long bytes = 0;
      while (now < START + 100_000) {
        now += chance.nextInt(50);
        while (allowance.pause(part, now) == 0) {
          allowance = allowance.without(part, now);
          bytes += part;
        }
        long allowed = rate * (now - START) / 1000;
        assertThat(bytes).as("%d B/s by %d", rate, now).isBetween(allowed - part, allowed);
      }
    }
  }

  @Test
  void aLowRateMakesSmallParts() {
    assertThat(at(8 * PART).part(128 << 10)).isEqualTo(PART);
    assertThat(at(1L << 40).part(128 << 10)).isEqualTo(128 << 10);
    assertThat(off().part(128 << 10)).isEqualTo(128 << 10);
  }

  @Test
  void withoutARateThereIsNoBound() {
    Allowance allowance = off().without(Integer.MAX_VALUE, START);

    assertThat(allowance.pause(Integer.MAX_VALUE, START)).isZero();
  }

  private static Allowance off() {
    return Allowance.begin(OptionalLong.empty(), START);
  }

  private static Allowance at(long rate) {
    return Allowance.begin(OptionalLong.of(rate), START);
  }

  private static Allowance empty(long rate) {
    return new Allowance(OptionalLong.of(rate), 0, START);
  }
}
