package dev.synod.protocol;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * What a slot of the log holds. Acceptors, proposers and learners carry commands unread; only a
 * replica opens a batch. What ends an epoch they must all see.
 */
public sealed interface Value {
  /** Closes a hole in the log: changes nothing. */
  Value NO_OP = new NoOp();

  /** The log time of the leader that made it, in milliseconds; 0 for a no-op. */
  long logTime();

  /** How many bytes it takes in a list of a message, at most (wire keeps this). */
  int size();

  /** Nothing to do: proposed for a hole that no quorum knows a value for (rule L4). */
  record NoOp() implements Value {
    @Override
    public long logTime() {
      return 0;
    }

    @Override
    public int size() {
      return 32;
    }

    @Override
    public String toString() {
      return "no-op";
    }
  }

  /**
   * Commands of clients, applied in their order, all in one slot (rule P1).
   *
   * @param body an encoded {@link Batch}
   */
  record Commands(long logTime, ByteString body) implements Value {
    @Override
    public int size() {
      return body.size() + 32;
    }

    @Override
    public String toString() {
      return "batch(%dB#%x at %d)".formatted(body.size(), body.hashCode(), logTime);
    }
  }

  /**
   * The last slot of its epoch: once it is chosen the next configuration holds, and later slots of
   * its epoch are void even if they were chosen (rule M1).
   *
   * @param next the configuration of the next epoch
   * @param successor whom its proposer would like to lead there; it need not wait for a time-out,
   *     and if it is gone another one leads
   */
  record StopSign(long logTime, Configuration next, Optional<MemberId> successor) implements Value {
    @Override
    public int size() {
      return 160 + next.members().stream().mapToInt(m -> m.address().length() * 3 + 128).sum();
    }

    @Override
    public String toString() {
      return "stop-sign(epoch %d: %s, %s)".formatted(next.epoch(), next.ids(), next.quorums());
    }
  }
}
