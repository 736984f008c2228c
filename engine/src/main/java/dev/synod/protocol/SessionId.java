package dev.synod.protocol;

/**
 * The number of a client session, given out by the replicated log in the order of opening (rule
 * S1).
 *
 * @param value at least 1
 */
public record SessionId(long value) implements Comparable<SessionId> {
  /** Refuses what the log gives out to nobody. */
  public SessionId {
    if (value < 1) {
      throw new IllegalArgumentException("session " + value + " must be at least 1");
    }
  }

  @Override
  public int compareTo(SessionId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
