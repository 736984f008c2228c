package dev.synod.quorum;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import java.util.Collection;
import java.util.List;

/**
 * The sets of voters that can decide together: any {@code size} of them. Two majorities always meet
 * (rule F1), and are counted over the configured voters, never over the live ones.
 *
 * @param voters in the order of their ids
 * @param size from more than half of the voters to all of them
 */
public record Quorum(List<MemberId> voters, int size) {
  /** Refuses a size of which two disjoint sets could exist. */
  public Quorum {
    voters = List.copyOf(voters);
    if (size * 2 <= voters.size() || size > voters.size()) {
      throw new IllegalArgumentException(
          "a quorum of "
              + size
              + " of "
              + voters.size()
              + " voters must be more than half of them"
              + " and at most all");
    }
  }

  /** The majority of a configuration's members. */
  public static Quorum majority(Configuration configuration) {
    return new Quorum(configuration.ids(), configuration.members().size() / 2 + 1);
  }

  /** Whether these members suffice; one that stands twice or has no vote does not count. */
  public boolean reachedBy(Collection<MemberId> members) {
    return voters.stream().filter(members::contains).count() >= size;
  }
}
