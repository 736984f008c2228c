package dev.synod.register;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a register holds, and whose changes it is made of: a proposer that tries a change again sees
 * whether an earlier attempt has had its effect.
 *
 * @param value empty before the first change, or where the last one has emptied it
 * @param changes of each proposer the ballot of its latest attempt that this content is made of, in
 *     the order of their ids; at most {@link #PROPOSERS}
 */
public record Content<V>(Optional<V> value, List<Ballot> changes) {
  /** How many proposers a register has in its life; each is remembered for good. */
  public static final int PROPOSERS = 64;

  /** Copies the list. */
  public Content {
    changes = List.copyOf(changes);
  }

  /** Of a register that nobody has changed. */
  public static <V> Content<V> empty() {
    return new Content<>(Optional.empty(), List.of());
  }

  /** The attempt of this proposer's latest change. */
  public Optional<Ballot> latestOf(MemberId proposer) {
    return changes.stream().filter(ballot -> ballot.member().equals(proposer)).findFirst();
  }

  /** Whether this proposer may change it. */
  public boolean admits(MemberId proposer) {
    return changes.size() < PROPOSERS || latestOf(proposer).isPresent();
  }

  /** After another change, by this attempt. */
  public Content<V> changed(Ballot attempt, Optional<V> next) {
    Stream<Ballot> others =
        changes.stream().filter(ballot -> !ballot.member().equals(attempt.member()));
    return new Content<>(
        next,
        Stream.concat(others, Stream.of(attempt))
            .sorted(Comparator.comparing(Ballot::member))
            .toList());
  }
}
