package dev.synod.transaction;

import dev.synod.api.TransactionId;
import java.util.Collections;
import java.util.List;

/**
 * Which transactions of one origin every participant is done with. Nobody waits for anything of
 * them, so whoever remembers them may forget them; what still comes of them is old, and not heard.
 *
 * @param origin a member's id
 * @param through there is no higher number yet
 * @param open those that are not done with, ascending
 */
public record Finished(String origin, long through, List<Long> open) {
  /** Copies the list. */
  public Finished {
    open = List.copyOf(open);
  }

  /** Whether this transaction is one of them. */
  boolean has(TransactionId transaction) {
    return transaction.origin().equals(origin)
        && transaction.number() <= through
        && Collections.binarySearch(open, transaction.number()) < 0;
  }

  /** Whether it says more than this; of what one origin says, one always says more or the same. */
  boolean exceeds(Finished other) {
    return through > other.through || (through == other.through && open.size() < other.open.size());
  }
}
