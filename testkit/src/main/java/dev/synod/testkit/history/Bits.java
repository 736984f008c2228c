package dev.synod.testkit.history;

import java.util.Arrays;

/**
 * An immutable set of small numbers, as bits: which open operations are linearized, which unknown
 * ones are used up. The first 64 cost no array.
 */
final class Bits {

  private static final long[] NO_WORDS = {};

  static final Bits NONE = new Bits(0, NO_WORDS);

  private final long low;
  private final long[] high;

  private Bits(long low, long[] high) {
    this.low = low;
    this.high = high;
  }

  boolean has(int bit) {
    return (word(bit >>> 6) >>> bit & 1) != 0;
  }

  Bits with(int bit) {
    int index = bit >>> 6;
    return index == 0 ? new Bits(low | 1L << bit, high) : withWord(index, word(index) | 1L << bit);
  }

  Bits without(int bit) {
    int index = bit >>> 6;
    return index == 0
        ? new Bits(low & ~(1L << bit), high)
        : withWord(index, word(index) & ~(1L << bit));
  }

  boolean subsetOf(Bits other) {
    if ((low & ~other.low) != 0) {
      return false;
    }
    for (int i = 1; i <= high.length && high != other.high; i++) {
      if ((word(i) & ~other.word(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The first number in [from, to) that is not in the set; -1 if all are. */
  int firstMissing(int from, int to) {
    int bit = from;
    while (bit < to) {
      long missing = ~word(bit >>> 6) >>> bit;
      if (missing != 0) {
        int found = bit + Long.numberOfTrailingZeros(missing);
        return found < to ? found : -1;
      }
      bit = (bit | 63) + 1;
    }
    return -1;
  }

  private long word(int index) {
    if (index == 0) {
      return low;
    }
    return index <= high.length ? high[index - 1] : 0;
  }

  /** Keeps the last word other than 0, so that equal sets have equal arrays. */
  private Bits withWord(int index, long word) {
    long[] words = Arrays.copyOf(high, Math.max(high.length, index));
    words[index - 1] = word;
    int length = words.length;
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    return new Bits(low, length == words.length ? words : Arrays.copyOf(words, length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits bits && low == bits.low && Arrays.equals(high, bits.high);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(low * 0x9E3779B97F4A7C15L) * 31 + Arrays.hashCode(high);
  }
}
