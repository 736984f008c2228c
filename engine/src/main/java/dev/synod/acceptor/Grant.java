package dev.synod.acceptor;

import dev.synod.protocol.MemberId;
import java.util.Optional;

/**
 * What an acceptor owes a leader that reads by a lease: until then it promises nobody else (rules
 * E1, E4). It is not remembered: who has restarted owes it to whom it may concern.
 *
 * @param holder whose later campaigns are not refused; empty: everybody's are
 * @param until by this member's monotonic clock, in milliseconds
 */
public record Grant(Optional<MemberId> holder, long until) {
  /** Nobody holds a lease. */
  public static final Grant NONE = new Grant(Optional.empty(), Long.MIN_VALUE);

  /** What was granted before a restart is not known, but when it ends at the latest. */
  static Grant forgotten(long millis, long now) {
    return new Grant(Optional.empty(), end(millis, now));
  }

  /**
   * One more for the leader that has this acceptor's promise. If that is another one than before, a
   * quorum has promised it, so the other's lease has ended.
   */
  Grant to(MemberId leader, long millis, long now) {
    return new Grant(Optional.of(leader), Math.max(until, end(millis, now)));
  }

  boolean refuses(MemberId candidate, long now) {
    return now < until && !holder.equals(Optional.of(candidate));
  }

  /** The clock has gone on since it showed this millisecond. */
  private static long end(long millis, long now) {
    return now + millis + 1;
  }
}
