package dev.synod.testkit.commit;

import static dev.synod.testkit.commit.Troupe.COORDINATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.ThreePhaseEvent;
import dev.synod.commit.ThreePhaseMessage;
import dev.synod.commit.ThreePhaseMessage.Precommit;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three-phase commit: waits for nobody that has crashed, and is wrong after a split. */
class ThreePhaseTest {
  private static final List<MemberId> ALL = new Troupe(3, 0).ofParticipants();
  private static final MemberId P1 = ALL.get(0);
  private static final MemberId P2 = ALL.get(1);
  private static final MemberId P3 = ALL.get(2);

  private final Stage<ThreePhaseMessage, ThreePhaseEvent> stage =
      new Stage<>(new Troupe(3, 0).threePhase());

  @Test
  void allAgreeToCommit() {
    stage.begin(P1, ALL);
    stage.deliverAll();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);
  }

  @Test
  void oneNoAbortsItForAll() {
    stage.wish(P2, Choice.ABORT);

    stage.begin(COORDINATOR, ALL);
    stage.deliverAll();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
  }

  /** Where two-phase commit waits. */
  @Test
  void abortsWithoutTheCoordinatorBetweenVotesAndDecision() {
    stage.begin(COORDINATOR, ALL);
    stage.flights().stream().toList().forEach(stage::deliver);
    stage.crash(COORDINATOR);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
  }

  /** Only one knows that all have voted to commit; the one that takes over asks it. */
  @Test
  void commitsIfOneKnowsThatAllVotedForIt() {
    readyToPrecommit();
    stage.flights().stream()
        .filter(flight -> !flight.to().equals(P2))
        .toList()
        .forEach(stage::lose);
    stage.crash(COORDINATOR);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);

    stage.restart(COORDINATOR);
    stage.settle();

    assertThat(stage.node(COORDINATOR).orElseThrow().outcome()).contains(Choice.COMMIT);
  }

  /** It was away: what it knows is no reason to commit, nor to abort. */
  @Test
  void whoReturnsAsksTheOthers() {
    readyToPrecommit();
    stage.flights().stream()
        .filter(flight -> !flight.to().equals(P1))
        .toList()
        .forEach(stage::lose);
    stage.crash(COORDINATOR);
    stage.deliverAll();
    stage.crash(P1);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);

    stage.restart(P1);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
    assertThat(stage.node(P1).orElseThrow().outcome()).contains(Choice.ABORT);
  }

  /** ThreePcPartitionDisagrees: nobody crashes, no letter is late; only the network is split. */
  @Test
  void threePcPartitionDisagrees() {
    readyToPrecommit();
    stage.split(List.of(COORDINATOR, P1));
    stage.settle();

    assertThat(stage.node(P1).orElseThrow().outcome()).contains(Choice.COMMIT);
    assertThat(stage.node(P2).orElseThrow().outcome()).contains(Choice.ABORT);
    assertThat(stage.node(P3).orElseThrow().outcome()).contains(Choice.ABORT);
    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.DISAGREEMENT);
  }

  private void readyToPrecommit() {
    stage.begin(COORDINATOR, ALL);
    stage.flights().stream().toList().forEach(stage::deliver);
    stage.flights().stream().toList().forEach(stage::deliver);
    assertThat(stage.flights()).hasSize(3).allMatch(one -> one.message() instanceof Precommit);
  }
}
