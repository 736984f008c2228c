package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import java.util.Optional;

/**
 * Says which envelopes concern a member of a founded group.
 *
 * <p>An envelope is admitted if it names this group, this cluster, this epoch, and a member of the
 * epoch with the one incarnation that has a vote (rules B4, M4, D1). Roles drop everything else
 * without a word: dropping a message is always safe (rule A5).
 *
 * @param cluster digest of the founding configuration
 * @param configuration of the current epoch
 */
public record Admission(GroupName group, String cluster, Configuration configuration) {

  /** Admission to epoch 1. */
  public static Admission founded(GroupName group, Configuration founding) {
    return new Admission(group, founding.digest(), founding);
  }

  /** Whether roles may read the message. */
  public boolean admits(Envelope envelope) {
    return group.equals(envelope.group())
        && cluster.equals(envelope.cluster())
        && configuration.epoch() == envelope.epoch()
        && configuration.knows(envelope.from(), envelope.incarnation());
  }

  /** Why roles may not read the message, as one line for a log; empty if they may. */
  public Optional<String> refusal(Envelope envelope) {
    if (admits(envelope)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s from %s is not for this member: %s"
            .formatted(
                envelope.message().getClass().getSimpleName(), envelope.from(), reason(envelope)));
  }

  private String reason(Envelope envelope) {
    if (!group.equals(envelope.group())) {
      return "it is of group %s, this member of group %s".formatted(envelope.group(), group);
    }
    if (!cluster.equals(envelope.cluster())) {
      return "it is of cluster '%s', this member of cluster '%s'"
          .formatted(envelope.cluster(), cluster);
    }
    if (configuration.epoch() != envelope.epoch()) {
      return "it is of epoch %d, this member in epoch %d"
          .formatted(envelope.epoch(), configuration.epoch());
    }
    return "incarnation %s of %s has no part in epoch %d, which knows %s"
        .formatted(
            envelope.incarnation(),
            envelope.from(),
            configuration.epoch(),
            configuration
                .member(envelope.from())
                .map(known -> "incarnation " + known.incarnation())
                .orElse("only " + configuration.ids()));
  }
}
