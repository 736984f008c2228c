package dev.synod.testkit.commit;

import static dev.synod.testkit.commit.Troupe.COORDINATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.TwoPhaseEvent;
import dev.synod.commit.TwoPhaseEvent.Decided;
import dev.synod.commit.TwoPhaseMessage;
import dev.synod.commit.TwoPhaseMessage.Decision;
import dev.synod.commit.TwoPhaseMessage.Prepare;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two-phase commit: who waits for whom, and what a tombstone is for. */
class TwoPhaseTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final List<MemberId> ALL = List.of(P1, P2);

  private final Stage<TwoPhaseMessage, TwoPhaseEvent> stage =
      new Stage<>(new Troupe(2, 0).twoPhase());

  @Test
  void allAgreeToCommit() {
    stage.begin(COORDINATOR, ALL);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);
  }

  @Test
  void oneNoAbortsItForAll() {
    stage.wish(P2, Choice.ABORT);

    stage.begin(P1, ALL);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
    assertThat(stage.node(P1).orElseThrow().outcome()).contains(Choice.ABORT);
  }

  /** Rule T9. */
  @Test
  void blocksWhileTheCoordinatorIsAwayBetweenVotesAndDecision() {
    stage.begin(COORDINATOR, ALL);
    stage.flights().stream().toList().forEach(stage::deliver);
    stage.crash(COORDINATOR);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.BLOCKED);

    stage.restart(COORDINATOR);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);
  }

  /** Rule T1: what it has decided it still knows, and those who were not told ask. */
  @Test
  void aCoordinatorThatReturnsTellsWhatItHadDecided() {
    stage.begin(COORDINATOR, ALL);
    stage.crashAfter(COORDINATOR, 1);
    stage.deliverAll();

    assertThat(stage.journal(COORDINATOR)).containsExactly(new Decided(Choice.COMMIT, ALL));
    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.BLOCKED);

    stage.restart(COORDINATOR);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);
  }

  /** LateCommitAfterAbortTombstone, rule T5: it is refused, and can be seen. */
  @Test
  void lateCommitAfterAbortTombstone() {
    stage.silence(P2);
    stage.begin(P2, ALL);
    stage.timeOut(P2);
    stage.crash(P2);
    stage.restart(P2);
    stage.deliver(new Flight<>(100, COORDINATOR, P2, new Decision(Choice.COMMIT), 0));

    assertThat(stage.breaches()).singleElement().asString().contains("p2: rule T5 is broken");
    assertThat(stage.node(P2).orElseThrow().outcome()).contains(Choice.ABORT);
    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.DISAGREEMENT);
  }

  /** LatePrepareAfterAbort, rule T5: also after a crash the answer is no. */
  @Test
  void latePrepareAfterAbort() {
    stage.silence(P2);
    stage.begin(COORDINATOR, ALL);
    Flight<TwoPhaseMessage> prepare = stage.flights().get(1);
    stage.repeat(prepare);
    stage.deliver(prepare);
    stage.timeOut(P2);
    stage.flights().stream()
        .filter(flight -> flight.from().equals(P2))
        .toList()
        .forEach(stage::lose);
    stage.crash(P2);
    stage.restart(P2);
    stage.wish(P2, Choice.COMMIT);

    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
    assertThat(stage.journal(P2)).containsExactly(new Decided(Choice.ABORT, ALL));
  }

  /** A participant that has crashed at its vote has not voted. */
  @Test
  void whoCrashesBeforeItIsPreparedMayBeAskedAgain() {
    stage.silence(P1);
    stage.deliver(new Flight<>(100, COORDINATOR, P1, new Prepare(ALL), 0));
    stage.crash(P1);
    stage.restart(P1);
    stage.wish(P1, Choice.COMMIT);
    stage.begin(COORDINATOR, ALL);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);
  }
}
