package dev.synod.quorum;

import dev.synod.protocol.MemberId;
import java.util.Set;
import org.pcollections.TreePSet;

/**
 * Who has answered one question so far. An answer that comes twice counts once (rule A7).
 *
 * @param votes in the order of their ids
 */
public record Tally(Quorum quorum, Set<MemberId> votes) {
  /** No answers yet. */
  public static Tally empty(Quorum quorum) {
    return new Tally(quorum, TreePSet.empty());
  }

  /** With one answer more. */
  public Tally with(MemberId member) {
    return new Tally(quorum, TreePSet.from(votes).plus(member));
  }

  /** Whether enough have answered. */
  public boolean won() {
    return quorum.reachedBy(votes);
  }
}
