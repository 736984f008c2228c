package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synod.api.ReadConsistency;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.MemberId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules R1c, R1d and R3: how a node's linearizable reads wait. */
class ReadsTest extends ReadsScene {
  @Test
  void asksOnceForAllReadsOfATurn() {
    submit(1, 0);
    submit(2, 0);
    take(reads.ask(0));

    assertThat(said).containsExactly(ask(N2, 501));
  }

  /** R1d. */
  @Test
  void answersOnceTheSlotIsApplied() {
    submit(1, 0);
    take(reads.ask(0));

    index(501, 12, 10, 0);
    applied(11);
    assertThat(ended).isEmpty();

    applied(12);
    assertThat(ended).containsExactly(answered(1));
    assertThat(reads.pending()).isZero();
  }

  @Test
  void answersAtOnceWhereTheSlotIsAppliedAlready() {
    submit(1, 0);
    take(reads.ask(0));

    index(501, 12, 12, 0);

    assertThat(ended).containsExactly(answered(1));
  }

  /**
   * R1c, as OldHeartbeatDoesNotConfirm: a round may be older than a read that arrives during it.
   */
  @Test
  void neverConfirmsAReadByAQuestionThatLeftBeforeIt() {
    submit(1, 0);
    take(reads.ask(0));
    submit(2, 1);
    take(reads.ask(1));

    index(501, 12, 12, 2);
    assertThat(ended).containsExactly(answered(1));
    index(501, 12, 12, 3);
    assertThat(ended).as("the same answer once more").hasSize(1);

    assertThat(said).containsExactly(ask(N2, 501), ask(N2, 502));
    index(502, 13, 13, 4);
    assertThat(ended).containsExactly(answered(1), answered(2));
  }

  /** R1c: nor by an answer that was meant for another run of this node, or for nobody. */
  @Test
  void passesOverAnswersToOtherQuestions() {
    submit(1, 0);
    take(reads.ask(0));

    index(500, 1, 20, 1);
    index(1, 1, 20, 1);
    index(502, 1, 20, 1);

    assertThat(ended).isEmpty();
    assertThat(reads.pending()).isEqualTo(1);
  }

  @Test
  void repeatsTheQuestionUntilItIsAnswered() {
    submit(1, 0);
    take(reads.ask(0));
    said.clear();

    take(reads.tick(99));
    assertThat(said).isEmpty();
    take(reads.tick(100));
    take(reads.tick(199));
    take(reads.tick(200));

    assertThat(said).containsExactly(ask(N2, 501), ask(N2, 501));
  }

  @Test
  void asksANewLeaderAtOnceAndNobodyWhileThereIsNone() {
    submit(1, 0);
    take(reads.ask(0));
    said.clear();

    take(reads.leader(Optional.empty(), 10));
    take(reads.tick(500));
    assertThat(said).isEmpty();

    take(reads.leader(Optional.of(N1), 510));
    assertThat(said).containsExactly(ask(N1, 501));
  }

  @Test
  void asksForWhatGatheredBeforeALeaderWasKnown() {
    reads = Reads.create(SETTINGS.client(), CONFIGURATION, 500);
    submit(1, 0);
    take(reads.ask(0));
    assertThat(said).isEmpty();

    take(reads.leader(Optional.of(N1), 10));

    assertThat(said).containsExactly(ask(N1, 501));
  }

  @Test
  void failsAtTheDeadlineWhereverTheReadWaits() {
    submit(1, 0);
    take(reads.ask(0));
    index(501, 12, 10, 0);
    submit(2, 0);
    take(reads.ask(0));
    submit(3, 0);
    submit(4, 1);

    take(reads.tick(999));
    assertThat(ended).isEmpty();
    take(reads.tick(1000));

    assertThat(ended).extracting(Reads.Ready::request).containsExactly(1L, 2L, 3L);
    assertThat(ended.get(0).failure().orElseThrow()).contains("slot 12 was not applied");
    assertThat(ended.get(1).failure().orElseThrow())
        .contains("no leader confirmed the read within")
        .contains("1000 ms");
    assertThat(reads.pending()).isEqualTo(1);
  }

  /** A question whose reads have all failed confirms nobody: the next reads get their own. */
  @Test
  void asksAnewAfterAllReadsOfAQuestionHaveFailed() {
    submit(1, 0);
    take(reads.ask(0));
    submit(2, 500);
    take(reads.tick(1000));

    assertThat(said).endsWith(ask(N2, 502));
    index(501, 1, 20, 1001);
    assertThat(ended).extracting(Reads.Ready::request).containsExactly(1L);
  }

  /** P4: a read counts until it has ended, wherever it waits. */
  @Test
  void countsConfirmedAskedAndGatheringReadsTowardTheBound() {
    submit(1, 0);
    take(reads.ask(0));
    index(501, 12, 10, 0);
    submit(2, 0);
    take(reads.ask(0));
    submit(3, 0);
    submit(4, 0);

    submit(5, 0);

    assertThat(ended).extracting(Reads.Ready::request).containsExactly(5L);
  }

  /** P4. */
  @Test
  void refusesMoreThanMayWait() {
    for (long request = 1; request <= 5; request++) {
      submit(request, 0);
    }

    assertThat(ended).extracting(Reads.Ready::request).containsExactly(5L);
    assertThat(ended.get(0).failure().orElseThrow()).contains("outstanding = 4");
  }

  @Test
  void failsAllWhenTheNodeStops() {
    submit(1, 0);
    take(reads.ask(0));
    index(501, 12, 10, 0);
    submit(2, 0);
    take(reads.ask(0));
    submit(3, 0);

    take(reads.stop());

    assertThat(ended)
        .extracting(Reads.Ready::request, ready -> ready.failure().isPresent())
        .containsExactlyInAnyOrder(tuple(1L, true), tuple(2L, true), tuple(3L, true));
    assertThat(reads.pending()).isZero();
  }

  private void submit(long request, long now) {
    submit(request, ReadConsistency.LINEARIZABLE, 0, now);
  }

  private static Effect ask(MemberId leader, long question) {
    return new Effect.Send(leader, new ReadIndexAsk(question, false));
  }
}
