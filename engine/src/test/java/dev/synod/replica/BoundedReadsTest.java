package dev.synod.replica;

import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.ReadConsistency;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules R5 and R6: reads that need no round of their own. */
class BoundedReadsTest extends ReadsScene {
  /** Nothing is known yet, so it asks; what it learns serves the next ones. */
  @Test
  void aRoundServesTheReadsThatMayBeAsOldAsItsQuestion() {
    bounded(1, 100, 0, 1000);
    take(reads.ask(1000));
    assertThat(said).hasSize(1);
    index(501, 12, 12, 1050);
    assertThat(requests()).containsExactly(1L);

    bounded(2, 100, 12, 1099);
    assertThat(requests()).containsExactly(1L, 2L);
    bounded(3, 100, 12, 1100);
    take(reads.ask(1100));

    assertThat(requests()).as("the question left 100 ms ago").containsExactly(1L, 2L);
    assertThat(said).hasSize(2);
  }

  /** The round may have begun with the first of several copies of its question. */
  @Test
  void theAgeCountsFromWhenTheQuestionLeftFirst() {
    bounded(1, 100, 0, 0);
    take(reads.ask(0));
    take(reads.tick(500));
    assertThat(said).as("asked again").hasSize(2);
    take(reads.leader(Optional.of(N2), 600));
    index(501, 12, 12, 610);

    bounded(2, 600, 12, 620);
    assertThat(requests()).containsExactly(1L);
    bounded(3, 700, 12, 620);
    assertThat(requests()).containsExactly(1L, 3L);
  }

  /** What the round has found is not applied here yet. */
  @Test
  void aReadThatMayBeOldWaitsAllTheSameForTheSlotOfTheRound() {
    bounded(1, 100, 0, 1000);
    take(reads.ask(1000));
    index(501, 12, 10, 1000);
    bounded(2, 100, 10, 1001);
    assertThat(requests()).isEmpty();

    applied(12);

    assertThat(requests()).containsExactly(1L, 2L);
  }

  /** Not even what came in the same millisecond. */
  @Test
  void withoutAnyAgeItIsLinearizable() {
    bounded(1, 0, 0, 1000);
    take(reads.ask(1000));
    index(501, 12, 12, 1000);

    bounded(2, 0, 12, 1000);

    assertThat(requests()).containsExactly(1L);
  }

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

  private void bounded(long request, long millis, long applied, long now) {
    take(reads.submit(request, ReadConsistency.bounded(Duration.ofMillis(millis)), applied, now));
  }
}
