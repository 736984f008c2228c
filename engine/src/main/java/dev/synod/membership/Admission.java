package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;

/**
 * Says which envelopes concern a member of a group.
 *
 * <p>An envelope is admitted if it names this group, this cluster, this epoch, and a member of the
 * epoch with the one incarnation that has a part in it (rules B4, M4, D1); or if it only speaks of
 * what is chosen, which any member of the cluster may, in any epoch. Roles drop everything else:
 * dropping a message is always safe (rule A5).
 *
 * @param cluster digest of the founding configuration
 * @param configuration of the current epoch
 */
public record Admission(GroupName group, String cluster, Configuration configuration) {

  /** How an envelope stands towards the epoch of the one that it comes to (rule M4). */
  public enum Verdict {
    /** Roles may read it. */
    ADMITTED,
    /** Its sender is in an epoch that is over: it can be told so. */
    EARLIER,
    /** Its sender is in an epoch that is not known here: something is to be caught up with. */
    LATER,
    /** Its sender has no part in this group, cluster or epoch, or no longer with this disk. */
    STRANGER
  }

  /** What becomes of the envelope. */
  public Verdict verdict(Envelope envelope) {
    if (!group.equals(envelope.group()) || !cluster.equals(envelope.cluster())) {
      return Verdict.STRANGER;
    }
    if (envelope.message().outlivesEpochs()) {
      return Verdict.ADMITTED;
    }
    if (envelope.epoch() != configuration.epoch()) {
      return envelope.epoch() < configuration.epoch() ? Verdict.EARLIER : Verdict.LATER;
    }
    return configuration.knows(envelope.from(), envelope.incarnation())
        ? Verdict.ADMITTED
        : Verdict.STRANGER;
  }

  /** Whether roles may read the message. */
  public boolean admits(Envelope envelope) {
    return verdict(envelope) == Verdict.ADMITTED;
  }
}
