package dev.synod.elector;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Tally;
import dev.synod.settings.SynodSettings.ElectorSettings;
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
   * @param acked of each follower when the last heartbeat left that it has answered: that an answer
   *     comes now does not say that the follower listens now
   */
  record Leading(
      Ballot ballot,
      long sequence,
      long sent,
      PSortedMap<Long, Long> beats,
      PSortedMap<MemberId, Rhythm> acked)
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
    Leading hearing(MemberId follower, long answered, long now, ElectorSettings settings) {
      Optional<Long> left = Optional.ofNullable(beats.get(answered));
      Rhythm before = acked.getOrDefault(follower, Rhythm.from(Long.MIN_VALUE / 2));
      return left.filter(at -> at > before.last())
          .map(at -> before.beat(at, now, settings))
          .map(rhythm -> new Leading(ballot, sequence, sent, beats, acked.plus(follower, rhythm)))
          .orElse(this);
    }
  }
}
