package dev.synod.protocol;

/**
 * The number of a client session, given out by the replicated log in the order of opening (rule
 * S1).
 *
 * @param value at least 1
 */
public record SessionId(long value) implements Comparable<SessionId> {
  @Override
  public int compareTo(SessionId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
