package dev.synod.demo.bench;

import dev.synod.demo.bench.Cell.Load;
import dev.synod.demo.bench.Cell.Open;

/**
 * The measured time, in nanoseconds of a clock whose zero means nothing.
 *
 * @param end no longer part of it
 */
record Window(long begin, long end) {

  /** An operation, from when it should have begun to when it began. */
  record Start(long intended, long sent) {}

  /** Whether this moment lies in it; the clock may overflow. */
  boolean holds(long moment) {
    return moment - begin >= 0 && moment - end < 0;
  }

  /** An open loop answers for what should have begun here, a closed one for what ended here. */
  boolean judges(Load load, Start start, long finished) {
    return holds(load instanceof Open ? start.intended() : finished);
  }

  /** How long the user has waited: a sender that is late makes an open loop's operation longer. */
  static long latency(Load load, Start start, long finished) {
    return finished - (load instanceof Open ? start.intended() : start.sent());
  }
}
