package dev.synod.register;

import dev.synod.protocol.Moment;

/**
 * When a change is tried again: attempts that are refused wait at random and ever longer, so that
 * of proposers in a duel one comes through; those that hear nothing wait until an answer could have
 * come.
 *
 * @param attempts so far, at least 1
 * @param retryAt milliseconds of the proposer's clock
 */
record Pace(int attempts, long retryAt) {
  /** Milliseconds in which an acceptor on a slow disk answers. */
  private static final long PATIENCE = 500;

  /** Milliseconds in which those answer that live and are not slow. */
  private static final long DOUBT = 100;

  /** Milliseconds, before the first retry. */
  private static final long STEP = 5;

  private static final int DOUBLINGS = 6;

  /** After an attempt has begun. */
  static Pace begun(int attempts, Moment moment) {
    long patience = PATIENCE << Math.min(attempts - 1, 3);
    return new Pace(attempts, moment.now() + patience + moment.chance().nextLong(patience));
  }

  /** After it was refused. */
  Pace refused(Moment moment) {
    long most = STEP << Math.min(attempts, DOUBLINGS);
    return new Pace(attempts, Math.min(retryAt, moment.now() + moment.chance().nextLong(most)));
  }

  /** After some have refused it, while the others may still make it succeed. */
  Pace doubted(Moment moment) {
    long patience = DOUBT + moment.chance().nextLong(DOUBT);
    return new Pace(attempts, Math.min(retryAt, moment.now() + patience));
  }

  /** Whether it is time. */
  boolean due(Moment moment) {
    return moment.now() >= retryAt;
  }
}
