package dev.synod.learner;

import java.util.Optional;

/**
 * Whether a member falls behind, and what the likely reason is: for its log, it decides nothing.
 * One that lacks {@link #SLOTS} slots for {@link #AFTER} says so once in {@link #EVERY}. Times in
 * milliseconds of a monotonic clock.
 *
 * @param since when it began to lag; none if it does not
 * @param told when that was last said
 */
record Lag(Optional<Long> since, Optional<Long> told) {
  static final long SLOTS = 1000;
  static final long AFTER = 10_000;
  static final long EVERY = 60_000;
  static final Lag NONE = new Lag(Optional.empty(), Optional.empty());

  /** What holds a member up. */
  enum Reason {
    /** The replica has been given values and has not applied them. */
    APPLY(
        "its state machine applies them more slowly than they come: look at what its handlers do,"
            + " at garbage collection and at the CPU of this node"),
    /** The values are there, and not durable. */
    DISK(
        "its disk is slow: look at the latency of its syncs (synod.store.sync) and at who else"
            + " writes to it"),
    /** The values are not there. */
    NETWORK(
        "their values do not come: look at the network between this node and the others, and"
            + " whether one of them can lend its snapshot");

    private final String advice;

    Reason(String advice) {
      this.advice = advice;
    }
  }

  /** What there is to say. */
  record Report(long slots, long millis, Reason reason) {
    String line() {
      return "lacks %d slots that are chosen, since %d s; most likely %s"
          .formatted(slots, millis / 1000, reason.advice);
    }
  }

  /** The member has come so far, now. */
  Lag at(Window window, Known known, long now) {
    return behind(window, known) < SLOTS
        ? since.isEmpty() ? this : new Lag(Optional.empty(), told)
        : since.isPresent() ? this : new Lag(Optional.of(now), told);
  }

  /** Whether it is time to say it. */
  Optional<Report> report(Window window, Known known, int ahead, long now) {
    return since
        .filter(begun -> now - begun >= AFTER)
        .filter(begun -> told.filter(last -> now - last < EVERY).isEmpty())
        .map(begun -> new Report(behind(window, known), now - begun, reason(window, known, ahead)));
  }

  Lag telling(long now) {
    return new Lag(since, Optional.of(now));
  }

  private static long behind(Window window, Known known) {
    return Math.max(known.heard(), window.through()) - window.applied();
  }

  /** A replica gets no more than {@code ahead} slots at a time. */
  private static Reason reason(Window window, Known known, int ahead) {
    if (2 * (window.delivered() - window.applied()) >= Math.min(ahead, SLOTS)) {
      return Reason.APPLY;
    }
    return 2 * (window.through() - window.held()) >= behind(window, known)
        ? Reason.DISK
        : Reason.NETWORK;
  }
}
