package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BitsTest {

  /** Against the set of the JDK, over the border of the first word. */
  @Test
  void behavesAsASet() {
    SplittableRandom random = new SplittableRandom(1);
    Bits bits = Bits.NONE;
    BitSet truth = new BitSet();
    for (int round = 0; round < 5_000; round++) {
      int bit = random.nextInt(200);
      boolean add = random.nextBoolean();
      Bits before = bits;
      bits = add ? bits.with(bit) : bits.without(bit);
      truth.set(bit, add);

      assertThat(bits.has(bit)).isEqualTo(add);
      assertThat(before.subsetOf(bits)).isEqualTo(add || !before.has(bit));
      int from = random.nextInt(200);
      int missing = truth.nextClearBit(from);
      assertThat(bits.firstMissing(from, 150)).isEqualTo(missing < 150 ? missing : -1);
    }
    Bits copy = truth.stream().boxed().reduce(Bits.NONE, Bits::with, (a, b) -> b);
    assertThat(copy).isEqualTo(bits).hasSameHashCodeAs(bits);
  }
}
