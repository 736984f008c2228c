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
   * @param beats when the heartbeats left that an answer may still come to
   * @param acked the time at which the last heartbeat left that each follower has answered: that an
   *     answer comes now does not say that the follower listens now
   */
  record Leading(
      Ballot ballot,
      long sequence,
      long sent,
      PSortedMap<Long, Long> beats,
      PSortedMap<MemberId, Long> acked)
      implements Phase {

    /** One more heartbeat leaves; those that are older than {@code memory} are forgotten. */
    Leading beating(long now, long memory) {
      PSortedMap<Long, Long> recent = beats.plus(sequence + 1, now);
      while (now - recent.firstEntry().getValue() > memory) {
        recent = recent.minus(recent.firstKey());
      }
      return new Leading(ballot, sequence + 1, now, recent, acked);
    }

    /** A follower has answered a heartbeat. */
    Leading hearing(MemberId follower, long answered) {
      Optional<Long> left = Optional.ofNullable(beats.get(answered));
      Optional<Long> before = Optional.ofNullable(acked.get(follower));
      return left.filter(at -> before.filter(known -> known >= at).isEmpty())
          .map(at -> new Leading(ballot, sequence, sent, beats, acked.plus(follower, at)))
          .orElse(this);
    }
  }
}
