package dev.synod.testkit.commit;

import java.util.Arrays;

/**
 * A set of 64-bit fingerprints. That two of n million worlds share one, so that one of them is
 * missed, has a chance of about n squared in 37 million.
 */
final class Fingerprints {
  private long[] table = new long[1 << 16];
  private int size;

  /** Whether it was not there. */
  boolean add(long[] world) {
    long print = print(world);
    if (size > table.length / 4 * 3) {
      long[] old = table;
      table = new long[old.length * 2];
      size = 0;
      Arrays.stream(old).filter(one -> one != 0).forEach(this::insert);
    }
    return insert(print);
  }

  private boolean insert(long print) {
    int at = (int) print & (table.length - 1);
    while (table[at] != 0) {
      if (table[at] == print) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = print;
    size++;
    return true;
  }

  int size() {
    return size;
  }

  private static long print(long[] world) {
    long hash = 0x9E3779B97F4A7C15L;
    for (long word : world) {
      hash = (hash ^ word) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
      hash *= 0x94D049BB133111EBL;
      hash ^= hash >>> 32;
    }
    return hash == 0 ? 1 : hash;
  }
}
