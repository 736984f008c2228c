package dev.synod.demo.bench;

/**
 * When the operations of an open loop are to begin.
 *
 * @param begin the first one's moment, in nanoseconds
 */
record Timetable(long begin, double perSecond) {
  private static final double SECOND = 1e9;

  /** The moment of the n-th, from 0. */
  long due(long number) {
    return begin + Math.round(number * SECOND / perSecond);
  }

  /** How many are due before this moment. */
  long dueBefore(long moment) {
    return moment - begin <= 0 ? 0 : (long) Math.ceil((moment - begin) * perSecond / SECOND);
  }
}
