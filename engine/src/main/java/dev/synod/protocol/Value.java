package dev.synod.protocol;

import com.google.protobuf.ByteString;

/**
 * What a slot of the log holds. Acceptors, proposers and learners carry it unread; only a replica
 * opens a batch.
 *
 * @param kind what the body is
 * @param logTime the log time of the leader that made it, in milliseconds; 0 for a no-op
 * @param body an encoded {@link Batch}, or nothing
 */
public record Value(Kind kind, long logTime, ByteString body) {
  /** Closes a hole in the log: changes nothing. */
  public static final Value NO_OP = new Value(Kind.NO_OP, 0, ByteString.EMPTY);

  /** What a value can be. */
  public enum Kind {
    /** Nothing to do: proposed for a hole that no quorum knows a value for (rule L4). */
    NO_OP,
    /** Commands of clients, applied in their order, all in one slot (rule P1). */
    BATCH
  }

  /** How many bytes it takes in a list of a message, at most (wire keeps this). */
  public int size() {
    return body.size() + 32;
  }

  @Override
  public String toString() {
    return kind == Kind.NO_OP
        ? "no-op"
        : "batch("
            + body.size()
            + "B#"
            + Integer.toHexString(body.hashCode())
            + " at "
            + logTime
            + ")";
  }
}
