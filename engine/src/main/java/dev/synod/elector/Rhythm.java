package dev.synod.elector;

import dev.synod.settings.SynodSettings.ElectorSettings;

/**
 * How regularly another member is heard; times in milliseconds of a monotonic clock. The longest
 * gap of late tells what the network and the other's pauses do to its heartbeats: it is learned at
 * once, and a 64th of it is forgotten with each sign of life, so that half of it is gone after some
 * 44 of them.
 *
 * @param last of when the last sign of life tells
 * @param longest gap between two of them of late
 */
record Rhythm(long last, long longest) {
  private static final long MEMORY = 64;

  /** Nothing is measured yet. */
  static Rhythm from(long now) {
    return new Rhythm(now, 0);
  }

  /**
   * A sign of life came now, and tells that the other lived at {@code of}. What no patience could
   * have waited for is no gap but an absence, and counts as the longest gap that patience bears.
   */
  Rhythm beat(long of, long now, ElectorSettings settings) {
    long gap = Math.min(now - last, longestPatience(settings) / 2);
    return new Rhythm(of, Math.max(gap, longest - (longest + MEMORY - 1) / MEMORY));
  }

  /** Another one is listened to from now on, over much the same network. */
  Rhythm another(long now) {
    return new Rhythm(now, longest);
  }

  /**
   * After so long a silence the other is given up: the time-out, or twice the longest gap where
   * that is more, up to a bound. Never less than the time-out, which leases rely on.
   */
  long patience(ElectorSettings settings) {
    return Math.max(
        settings.timeout().toMillis(), Math.min(2 * longest, longestPatience(settings)));
  }

  static long longestPatience(ElectorSettings settings) {
    return settings.timeout().toMillis() * settings.stretchMax();
  }
}
