package dev.synod.replica;

import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.ReadConsistency;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule R5: reads that may be of some age. */
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

  /** Its slot is none that holds all that was acknowledged. */
  @Test
  void aRefusedLeaseSaysNothingOfTheLog() {
    submit(1, ReadConsistency.LEASE, 5, 1000);
    take(reads.ask(1000));
    index(501, 0, 5, 1010);
    assertThat(requests()).containsExactly(1L);

    bounded(2, 500, 5, 1020);
    take(reads.ask(1020));

    assertThat(requests()).containsExactly(1L);
    assertThat(said).hasSize(2);
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

  private void bounded(long request, long millis, long applied, long now) {
    take(reads.submit(request, ReadConsistency.bounded(Duration.ofMillis(millis)), applied, now));
  }
}
