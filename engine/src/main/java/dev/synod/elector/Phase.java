package dev.synod.elector;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Tally;
import java.util.Optional;
import org.pcollections.PSortedMap;

/** What an elector is doing; times in milliseconds of a monotonic clock. */
sealed interface Phase {

  /** The journal is not yet replayed: what this member has promised is not known (rule B2). */
  record Waiting() implements Phase {}

  /**
   * Listens for a leader.
   *
   * @param heard when the leader was last heard
   * @param until when the patience ends
   */
  record Following(Optional<MemberId> leader, long heard, long until) implements Phase {}

  /** Asks who would support a campaign. */
  record Asking(long attempt, Tally grants, long until) implements Phase {}

  /** The proposer is in phase 1. */
  record Campaigning(long until) implements Phase {}

  /**
   * The proposer leads.
   *
   * @param sequence of the last heartbeat
   * @param sent when it left
   * @param acked when each follower was last heard
   */
  record Leading(Ballot ballot, long sequence, long sent, PSortedMap<MemberId, Long> acked)
      implements Phase {}
}
