package dev.synod.testkit.commit;

import java.util.Arrays;

/**
 * A world in few words: the states of the nodes that have no twin, how many crashes are left, which
 * outcomes were held, the letters that these nodes have said; then for each twin its state and the
 * letters that it has said.
 *
 * @param others nodes without a twin; they come first when nodes are counted
 */
record Layout(int others, int twins) {
  private static final int BITS = 16;
  private static final int PER_WORD = Long.SIZE / BITS;
  private static final int LETTER_WORDS = 2;

  int nodes() {
    return others + twins;
  }

  long[] empty() {
    return new long[letters(nodes())];
  }

  boolean isTwin(int node) {
    return node >= others;
  }

  /** Where the letters begin that a node has said: those without a twin say them together. */
  int letters(int node) {
    int shared = others / PER_WORD + 1;
    return isTwin(node) ? shared + LETTER_WORDS + (node - others) * (1 + LETTER_WORDS) + 1 : shared;
  }

  int letterWords() {
    return LETTER_WORDS;
  }

  int state(long[] world, int node) {
    return isTwin(node) ? (int) world[letters(node) - 1] : get(world, node);
  }

  void state(long[] world, int node, int state) {
    if (isTwin(node)) {
      world[letters(node) - 1] = state;
    } else {
      set(world, node, state);
    }
  }

  int crashes(long[] world) {
    return get(world, others) & 0xFF;
  }

  void crashes(long[] world, int left) {
    set(world, others, (get(world, others) & ~0xFF) | left);
  }

  /** A bit for each outcome that was held. */
  int held(long[] world) {
    return get(world, others) >> 8;
  }

  void hold(long[] world, int bit) {
    set(world, others, get(world, others) | (bit << 8));
  }

  private static int get(long[] world, int at) {
    return (int) (world[at / PER_WORD] >>> (at % PER_WORD * BITS)) & 0xFFFF;
  }

  private static void set(long[] world, int at, int value) {
    int shift = at % PER_WORD * BITS;
    world[at / PER_WORD] = (world[at / PER_WORD] & ~(0xFFFFL << shift)) | ((long) value << shift);
  }

  /** Puts the twins in the order of what they are and have said; by insertion, there are few. */
  void sort(long[] world) {
    for (int last = others + 1; last < nodes(); last++) {
      for (int twin = last; twin > others && below(world, twin, twin - 1); twin--) {
        swap(world, twin, twin - 1);
      }
    }
  }

  private boolean below(long[] world, int twin, int other) {
    int one = letters(twin) - 1;
    int two = letters(other) - 1;
    int size = 1 + LETTER_WORDS;
    return Arrays.compare(world, one, one + size, world, two, two + size) < 0;
  }

  private void swap(long[] world, int twin, int other) {
    for (int word = -1; word < LETTER_WORDS; word++) {
      long kept = world[letters(twin) + word];
      world[letters(twin) + word] = world[letters(other) + word];
      world[letters(other) + word] = kept;
    }
  }
}
