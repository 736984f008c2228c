package dev.synod.persistence.store;

/**
 * The last frame before a place: its checksum and counter.
 *
 * @param known false if that frame's segment was dropped: its counter is a lower bound then
 */
record Chain(int checksum, long counter, boolean known) {
  static final Chain START = new Chain(0, 0, true);

  boolean continuesWith(Frame next) {
    return known
        ? next.previous() == checksum && next.counter() == counter + 1
        : next.counter() > counter;
  }

  static Chain after(Frame frame) {
    return new Chain(frame.checksum(), frame.counter(), true);
  }
}
