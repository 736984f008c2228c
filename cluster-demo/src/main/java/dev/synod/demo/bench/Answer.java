package dev.synod.demo.bench;

import dev.synod.api.Outcome;
import org.jspecify.annotations.Nullable;

/** What became of an operation. */
enum Answer {
  DONE,
  /** Surely not done, or a read that was not answered. */
  REFUSED,
  /** Perhaps done. */
  UNKNOWN;

  static Answer of(@Nullable Outcome<?> outcome) {
    if (outcome instanceof Outcome.Committed<?>) {
      return DONE;
    }
    return outcome instanceof Outcome.Rejected<?> ? REFUSED : UNKNOWN;
  }
}
