package dev.synod.testkit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paxos Commit: any leader, any participant and F acceptors may be gone. */
class PaxosCommitTest {
  private static final Troupe TROUPE = new Troupe(2, 1);
  private static final List<MemberId> ALL = TROUPE.ofParticipants();
  private static final MemberId P1 = ALL.get(0);
  private static final MemberId P2 = ALL.get(1);
  private static final MemberId L1 = TROUPE.ofLeaders().get(0);
  private static final MemberId L2 = TROUPE.ofLeaders().get(1);
  private static final MemberId A1 = TROUPE.ofAcceptors().get(0);

  private static Stage<PaxosCommitMessage, PaxosCommitEvent> stage(boolean direct) {
    return new Stage<>(TROUPE.paxosCommit(direct));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allAgreeToCommit(boolean direct) {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(direct);

    stage.begin(P1, ALL);
    stage.deliverAll();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.COMMITTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneNoAbortsItForAll(boolean direct) {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(direct);
    stage.wish(P2, Choice.ABORT);

    stage.begin(P1, ALL);
    stage.deliverAll();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
    assertThat(stage.node(P1).orElseThrow().outcome()).contains(Choice.ABORT);
  }

  /** PaxosCommitLeaderCrashEveryStep, and an acceptor is gone as well. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void paxosCommitLeaderCrashEveryStep(boolean direct) {
    for (MemberId gone : TROUPE.ofAcceptors()) {
      int steps = play(direct, gone, Integer.MAX_VALUE).acts(L1);
      assertThat(steps).isPositive();
      for (int step = 0; step <= steps; step++) {
        Stage<PaxosCommitMessage, PaxosCommitEvent> stage = play(direct, gone, step);

        assertThat(stage.verdict(ALL))
            .as("%s is gone, the leader stops after %d acts", gone, step)
            .isIn(Verdict.COMMITTED, Verdict.ABORTED);
        Verdict before = stage.verdict(ALL);
        stage.restart(L1);
        stage.restart(gone);
        stage.settle();
        assertThat(stage.verdict(ALL)).isEqualTo(before);
      }
    }
  }

  private static Stage<PaxosCommitMessage, PaxosCommitEvent> play(
      boolean direct, MemberId gone, int acts) {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(direct);
    stage.crash(gone);
    stage.begin(P1, ALL);
    stage.crashAfter(L1, acts);
    stage.settle();
    return stage;
  }

  /** Any leader, any participant, any one acceptor: the others need none of them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyNodeMayCrashAtAnyStep(boolean direct) {
    for (MemberId node : TROUPE.paxosCommit(direct).keySet()) {
      Stage<PaxosCommitMessage, PaxosCommitEvent> calm = stage(direct);
      calm.begin(P1, ALL);
      calm.settle();
      for (int step = 0; step <= calm.acts(node); step++) {
        Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(direct);
        stage.crashAfter(node, step);
        stage.begin(P1, ALL);
        stage.settle();

        assertThat(stage.verdict(ALL))
            .as("%s stops after %d acts", node, step)
            .isNotIn(Verdict.BLOCKED, Verdict.DISAGREEMENT);
        stage.restart(node);
        stage.settle();
        assertThat(stage.verdict(ALL))
            .as("%s returns after %d acts", node, step)
            .isNotIn(Verdict.BLOCKED, Verdict.DISAGREEMENT);
      }
    }
  }

  /** The last participant has not voted when its leader asks: its instance is free (rule K2). */
  @Test
  void whoIsGoneBeforeItsVoteAbortsItForAll() {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(false);
    stage.crash(P2);
    stage.begin(P1, ALL);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);

    stage.restart(P2);
    stage.begin(P2, ALL);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.ABORTED);
    assertThat(stage.node(P2).orElseThrow().outcome()).contains(Choice.ABORT);
  }

  /** Rule A7: no leader has heard of it, but it is chosen. */
  @Test
  void whatAllAcceptorsKnowAnyLeaderFinds() {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(false);
    stage.begin(P1, ALL);
    stage.flights().stream().toList().forEach(stage::deliver);
    stage.flights().stream().toList().forEach(stage::deliver);
    stage.crash(L1);
    stage.crash(P2);
    stage.settle();

    assertThat(stage.node(P1).orElseThrow().outcome()).contains(Choice.COMMIT);
    assertThat(stage.acts(L2)).isPositive();
  }

  /** An acceptor answers once, for all, and has written once. */
  @Test
  void anAcceptorWritesOnceForAllVotes() {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(false);
    stage.begin(P1, ALL);
    stage.deliverAll();

    assertThat(stage.journal(A1)).hasSize(1);
    assertThat(stage.acts(A1)).isEqualTo(2);
  }

  /** Rule K4. */
  @Test
  void anotherListOfParticipantsIsRefused() {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(false);
    stage.begin(P1, ALL);
    stage.begin(P2, List.of(P2));
    stage.deliverAll();

    assertThat(stage.breaches()).isNotEmpty().allMatch(breach -> breach.contains("rule K4"));
  }

  /** Without a majority of acceptors nobody decides; with one again, all do. */
  @Test
  void waitsForAMajorityOfAcceptorsAndForNobodyElse() {
    Stage<PaxosCommitMessage, PaxosCommitEvent> stage = stage(false);
    TROUPE.ofAcceptors().subList(0, 2).forEach(stage::crash);
    stage.begin(P1, ALL);
    stage.settle();

    assertThat(stage.verdict(ALL)).isEqualTo(Verdict.BLOCKED);

    stage.restart(A1);
    stage.settle();

    assertThat(stage.verdict(ALL)).isIn(Verdict.COMMITTED, Verdict.ABORTED);
  }
}
