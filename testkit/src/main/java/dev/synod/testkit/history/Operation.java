package dev.synod.testkit.history;

import java.util.Objects;
import java.util.Optional;

/**
 * One operation that a client asked of the object, with what it saw and when.
 *
 * <p>Stamps are logical and count up from 0. An operation whose outcome is unknown has no output
 * and no end ({@link #NEVER}): it may have taken effect at any moment after its start, or never.
 * One operation comes before another only if its end is less than the other's start; with equal
 * stamps the two are concurrent (Herlihy and Wing 1990).
 *
 * @param client who asked; for people only, the verdict does not depend on it
 * @param output empty if, and only if, the outcome is unknown
 * @param start stamp of the invocation, at least 0
 * @param end stamp of the completion, at least {@code start}; {@link #NEVER} if unknown
 */
public record Operation<I, O>(String client, I input, Optional<O> output, long start, long end) {

  /** The end of an operation whose outcome is unknown. */
  public static final long NEVER = Long.MAX_VALUE;

  public Operation {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    if (client.isBlank()) {
      throw new IllegalArgumentException("client is blank: name who invoked " + input);
    }
    if (start < 0 || start > end || start == NEVER) {
      throw new IllegalArgumentException(
          "interval [%d, %d] of %s by %s: need 0 <= start <= end"
              .formatted(start, end, input, client));
    }
    if (output.isPresent() == (end == NEVER)) {
      throw new IllegalArgumentException(
          "%s by %s ends at %d with output %s: an operation has both an end and an output, or neither"
              .formatted(input, client, end, output));
    }
  }

  /** An operation that completed and whose output was seen. */
  public static <I, O> Operation<I, O> known(
      String client, I input, O output, long start, long end) {
    return new Operation<>(client, input, Optional.of(output), start, end);
  }

  /** An operation of which nobody knows whether or when it took effect. */
  public static <I, O> Operation<I, O> unknown(String client, I input, long start) {
    return new Operation<>(client, input, Optional.empty(), start, NEVER);
  }

  /** Whether the outcome was seen. */
  public boolean isKnown() {
    return output.isPresent();
  }

  /** Whether real time puts this operation before the other. */
  public boolean precedes(Operation<I, O> other) {
    return end < other.start;
  }
}
