package dev.synod.decree;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * Counts votes of any ballots until one value has a quorum under one of them (rule A7).
 *
 * @param ballots who has voted for what under each; votes under different ballots prove nothing
 *     together, also for equal values
 */
public record DecreeLearner<V>(Quorum accepting, TreePMap<Ballot, Count<V>> ballots) {

  /** The votes under one ballot. */
  public record Count<V>(V value, Tally votes) {}

  /** Has heard of no vote. */
  public static <V> DecreeLearner<V> empty(Quorum accepting) {
    return new DecreeLearner<>(accepting, TreePMap.empty());
  }

  /**
   * With one vote more.
   *
   * @throws Invariant.Breach if one ballot has two values (rule A2)
   */
  public DecreeLearner<V> learn(MemberId from, Vote<V> vote) {
    Count<V> before =
        ballots.getOrDefault(vote.ballot(), new Count<>(vote.value(), Tally.empty(accepting)));
    Invariant.require(
        before.value().equals(vote.value()),
        "A2",
        "ballot %s has the values %s and %s",
        vote.ballot(),
        before.value(),
        vote.value());
    return new DecreeLearner<>(
        accepting,
        ballots.plus(vote.ballot(), new Count<>(vote.value(), before.votes().with(from))));
  }

  /**
   * The value, once there is one.
   *
   * @throws Invariant.Breach if there are two (rule C1)
   */
  public Optional<V> chosen() {
    return ballots.values().stream()
        .filter(count -> count.votes().won())
        .map(Count::value)
        .reduce(
            (one, other) -> {
              Invariant.require(one.equals(other), "C1", "%s and %s are chosen", one, other);
              return one;
            });
  }
}
