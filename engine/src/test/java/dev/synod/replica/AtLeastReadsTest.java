package dev.synod.replica;

import static dev.synod.replica.Given.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.ReadConsistency;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule R6: reads that need no more than a slot. */
class AtLeastReadsTest extends ReadsScene {
  @Test
  void aTokenWaitsForItsSlotAndAsksNobody() {
    take(reads.submit(1, ReadConsistency.atLeast(12), 11, 0));
    take(reads.submit(2, ReadConsistency.atLeast(11), 11, 0));
    take(reads.ask(0));
    assertThat(requests()).containsExactly(2L);

    applied(12);

    assertThat(requests()).containsExactly(2L, 1L);
    assertThat(said).isEmpty();
  }

  @Test
  void aTokenOfALogThatNeverComesSoFarFailsAndNamesIt() {
    take(reads.submit(1, ReadConsistency.atLeast(12), 11, 0));

    take(reads.tick(1000));

    assertThat(ended)
        .singleElement()
        .extracting(ready -> ready.failure().orElseThrow())
        .asString()
        .isEqualTo("slot 12 was not applied here within synod.client.timeout = 1000 ms");
    assertThat(reads.pending()).isZero();
  }

  /** Those that need not wait are no burden, whatever waits. */
  @Test
  void whatIsThereIsAnsweredThoughAsManyWaitAsMay() {
    for (int request = 1; request <= SETTINGS.client().outstanding(); request++) {
      take(reads.submit(request, ReadConsistency.atLeast(99), 11, 0));
    }
    assertThat(ended).isEmpty();

    take(reads.submit(100, ReadConsistency.atLeast(11), 11, 0));
    assertThat(ended).containsExactly(new Reads.Ready(100, Optional.empty()));
    take(reads.submit(101, ReadConsistency.atLeast(12), 11, 0));
    assertThat(ended.get(1).failure().orElseThrow()).contains("outstanding = 4");
  }

  /** A read that was confirmed late stands behind one that came later. */
  @Test
  void eachHasItsOwnDeadlineWhereverItStands() {
    take(reads.submit(1, ReadConsistency.LINEARIZABLE, 0, 0));
    take(reads.ask(0));
    take(reads.submit(2, ReadConsistency.atLeast(12), 0, 900));
    index(501, 12, 0, 950);

    take(reads.tick(1000));

    assertThat(requests()).containsExactly(1L);
    assertThat(reads.pending()).isEqualTo(1);
  }
}
