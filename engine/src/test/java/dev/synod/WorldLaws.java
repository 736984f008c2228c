package dev.synod;

import dev.synod.acceptor.AcceptorState;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees every durable vote of a {@link RulesWorld}, so that it knows what is chosen before any
 * member does, and holds what members believe against it.
 */
final class WorldLaws {
  private final Quorum quorum;
  private final Map<Long, Map<Ballot, Tally>> tallies = new TreeMap<>();
  private final Map<Long, Map<Ballot, Value>> proposed = new TreeMap<>();
  private final Map<Long, Value> chosen = new TreeMap<>();
  private long acknowledged;

  WorldLaws(Quorum quorum) {
    this.quorum = quorum;
  }

  /** A4, A7, and agreement: a slot is chosen once; what an acceptor takes for chosen is. */
  void written(MemberId member, AcceptorState before, AcceptorState after, List<SlotVote> votes) {
    require(!after.promised().below(before.promised()), "%s lowers its promise", member);
    for (SlotVote vote : votes) {
      Value first =
          proposed
              .computeIfAbsent(vote.slot(), none -> new TreeMap<>())
              .computeIfAbsent(vote.ballot(), none -> vote.value());
      require(vote.value().equals(first), "%s has two values: %s, %s", vote, first, vote.value());
      Tally tally =
          tallies
              .computeIfAbsent(vote.slot(), none -> new TreeMap<>())
              .merge(
                  vote.ballot(),
                  Tally.empty(quorum).with(member),
                  (known, one) -> known.with(member));
      if (tally.won()) {
        Value known = chosen.computeIfAbsent(vote.slot(), none -> vote.value());
        require(vote.value().equals(known), "%s is chosen after %s", vote, known);
      }
    }
    requireChosen(member, before.chosenThrough(), after);
  }

  /** The same of what a journal gives back of which the first events may be deleted. */
  void replayed(MemberId member, AcceptorState acceptor) {
    requireChosen(member, 0, acceptor);
  }

  private void requireChosen(MemberId member, long known, AcceptorState acceptor) {
    long first = Math.max(known, acceptor.truncatedTo()) + 1;
    for (long slot = first; slot <= acceptor.chosenThrough(); slot++) {
      Value value = acceptor.chosenAt(slot).orElseThrow();
      require(
          value.equals(chosen.get(slot)), "%s takes %s at slot %d for chosen", member, value, slot);
    }
  }

  /** G1: nothing is dropped that the own snapshot does not cover. */
  void truncated(MemberId member, long truncatedTo, long snapshot) {
    require(
        truncatedTo <= snapshot,
        "%s drops slots through %d, its snapshot reaches slot %d",
        member,
        truncatedTo,
        snapshot);
  }

  /** L5, C1: in order, without a gap, and nothing but what is chosen. */
  void delivered(MemberId member, long slot, long expected, Value value) {
    require(slot == expected, "%s gets slot %d, not %d", member, slot, expected);
    require(value.equals(chosen.get(slot)), "%s gets %s at slot %d", member, value, slot);
    acknowledged = Math.max(acknowledged, slot);
  }

  /** How far any replica may have answered its clients. */
  long acknowledged() {
    return acknowledged;
  }

  /** R1: a read sees everything that was acknowledged before it was asked for. */
  void answered(MemberId member, long acknowledgedBefore, long index) {
    require(
        index >= acknowledgedBefore,
        "%s reads at slot %d, though slot %d was acknowledged before",
        member,
        index,
        acknowledgedBefore);
  }

  private static void require(boolean law, String fact, Object... facts) {
    if (!law) {
      throw new AssertionError(String.format(fact, facts));
    }
  }
}
