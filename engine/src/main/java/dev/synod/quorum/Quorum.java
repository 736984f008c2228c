package dev.synod.quorum;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.QuorumSizes;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sets of voters that can decide together: any {@code size} of them. They are counted over the
 * configured voters, never over the live ones.
 *
 * @param voters in the order of their ids, at most {@link Configuration#MAX_MEMBERS}
 * @param size from 1 to all of them; that it fits the other quorums of its epoch is {@link #meets}
 */
public record Quorum(List<MemberId> voters, int size) {
  /** Beyond it the sets are too many to try while a leader waits; their sizes tell as much. */
  static final int TRIED = 20;

  /** Refuses a size that no set of voters has. */
  public Quorum {
    voters = List.copyOf(voters);
    if (size < 1 || size > voters.size() || voters.size() > Configuration.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a quorum of %d of %d voters must be from 1 to all of them, and they at most %d"
              .formatted(size, voters.size(), Configuration.MAX_MEMBERS));
    }
  }

  /** Those whose promises let a member lead (phase 1). */
  public static Quorum election(Configuration configuration) {
    return new Quorum(configuration.voters(), configuration.quorums().election());
  }

  /** Those whose votes choose a value (phase 2). */
  public static Quorum accept(Configuration configuration) {
    return new Quorum(configuration.voters(), configuration.quorums().accept());
  }

  /** More than half of these, in the order of their ids. */
  public static Quorum majority(List<MemberId> voters) {
    return new Quorum(voters, QuorumSizes.majority(voters.size()).accept());
  }

  /** The smallest sets that share a voter with each set of this quorum (rule F1). */
  public Quorum meeting() {
    return new Quorum(voters, voters.size() - size + 1);
  }

  /** Whether these members suffice; one that stands twice or has no vote does not count. */
  public boolean reachedBy(Collection<MemberId> members) {
    return voters.stream().filter(members::contains).count() >= size;
  }

  /**
   * Whether each set of this quorum shares a voter with each set of the other (rules F1, F5): found
   * by trying all sets, up to {@link #TRIED} voters.
   */
  public boolean meets(Quorum other) {
    // What the other has left, outside of a set of this one that shares the fewest with it.
    return other.voters.size() - fewestOf(other.voters) < other.size;
  }

  /** Whether each set of this quorum has at least one of these members in it (rule W1). */
  public boolean needs(Collection<MemberId> members) {
    return fewestOf(members) > 0;
  }

  /** How many of these members are in the set that has the fewest of them. */
  private int fewestOf(Collection<MemberId> members) {
    int shared = bits(members);
    return voters.size() <= TRIED
        ? fewestOf(shared)
        : Math.max(0, size - voters.size() + Integer.bitCount(shared));
  }

  /** A bit for each voter that is one of these. */
  private int bits(Collection<MemberId> members) {
    return IntStream.range(0, voters.size())
        .filter(voter -> members.contains(voters.get(voter)))
        .map(voter -> 1 << voter)
        .sum();
  }

  private int fewestOf(int shared) {
    return IntStream.range(0, 1 << voters.size())
        .filter(set -> Integer.bitCount(set) == size)
        .map(set -> Integer.bitCount(set & shared))
        .min()
        .orElseThrow();
  }
}
