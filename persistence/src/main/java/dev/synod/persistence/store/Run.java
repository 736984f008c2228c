package dev.synod.persistence.store;

import java.util.Arrays;

/** Events of one persistence id with consecutive sequence numbers in one segment. */
final class Run {
  private final int number;
  private final long first;
  private final long segment;
  private final int[] positions;

  /**
   * A run; the array is the callee's.
   *
   * @param first the sequence number of the first
   * @param positions where each one's frame begins
   */
  Run(int number, long first, long segment, int[] positions) {
    this.number = number;
    this.first = first;
    this.segment = segment;
    this.positions = positions;
  }

  int number() {
    return number;
  }

  long first() {
    return first;
  }

  long last() {
    return first + positions.length - 1;
  }

  long segment() {
    return segment;
  }

  int length() {
    return positions.length;
  }

  /** Whether it says the same of the same events. */
  boolean same(Run other) {
    return number == other.number
        && first == other.first
        && segment == other.segment
        && Arrays.equals(positions, other.positions);
  }

  /** Where this event's frame begins. */
  int position(long sequence) {
    return positions[(int) (sequence - first)];
  }
}
