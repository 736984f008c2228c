package dev.synod.register;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * What a register holds, and whose changes it is made of: a proposer that tries a change again sees
 * whether an earlier attempt has had its effect.
 *
 * @param value empty before the first change, or where the last one has emptied it
 * @param changes of each proposer the ballot of its latest attempt that this content is made of; at
 *     most {@link #PROPOSERS}
 */
public record Content<V>(Optional<V> value, TreePMap<MemberId, Ballot> changes) {
  /** How many proposers a register has in its life; each is remembered for good. */
  public static final int PROPOSERS = 64;

  /** Of a register that nobody has changed. */
  public static <V> Content<V> empty() {
    return new Content<>(Optional.empty(), TreePMap.empty());
  }

  /** Whether this proposer may change it. */
  public boolean admits(MemberId proposer) {
    return changes.containsKey(proposer) || changes.size() < PROPOSERS;
  }

  /** After another change by this attempt. */
  public Content<V> changed(Ballot attempt, Optional<V> next) {
    return new Content<>(next, changes.plus(attempt.member(), attempt));
  }
}
