package dev.synod.demo.bench;

import dev.synod.api.ReadConsistency;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Whole;
import java.time.Duration;

/** What reads guarantee, as it is typed. */
final class Readings {
  private static final String BOUNDED = "bounded:";

  private Readings() {}

  /**
   * One of the kinds.
   *
   * @throws BadInput naming them, if it is none
   */
  static ReadConsistency of(String word) {
    return switch (word) {
      case "linearizable" -> ReadConsistency.LINEARIZABLE;
      case "lease" -> ReadConsistency.LEASE;
      case "quorum" -> ReadConsistency.QUORUM;
      case "local" -> ReadConsistency.LOCAL;
      default -> bounded(word);
    };
  }

  private static ReadConsistency bounded(String word) {
    if (!word.startsWith(BOUNDED)) {
      throw new BadInput(
          "--consistency '%s' must be linearizable, lease, quorum, local or bounded:MILLIS"
              .formatted(word));
    }
    long millis = Whole.of("--consistency", word.substring(BOUNDED.length()), 0, 86_400_000);
    return ReadConsistency.bounded(Duration.ofMillis(millis));
  }
}
