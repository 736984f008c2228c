package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent.Decided;
import dev.synod.commit.PaxosCommitEvent.Voted;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Begin;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.commit.PaxosCommitMessage.Poke;
import dev.synod.commit.PaxosCommitMessage.Prepare;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A participant votes once. */
class PaxosCommitParticipantTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final MemberId L1 = new MemberId("l1");
  private static final MemberId L2 = new MemberId("l2");
  private static final MemberId A1 = new MemberId("a1");
  private static final MemberId A2 = new MemberId("a2");
  private static final MemberId A3 = new MemberId("a3");
  private static final List<MemberId> ALL = List.of(P1, P2);
  private static final PaxosCommitParticipant FRESH =
      PaxosCommitParticipant.fresh(P1, new Panel(List.of(L1, L2), List.of(A1, A2, A3), false));

  private static Ask vote(Choice choice) {
    return new Ask(ALL, List.of(new Request(P1, new Accept<>(new Ballot(1, 0, P1), choice))));
  }

  private static Turn<PaxosCommitMessage, PaxosCommitEvent> voted(Choice choice) {
    return FRESH.receive(L1, new Prepare(ALL)).node().answer(choice);
  }

  /** Rules K1, K4. */
  @Test
  void votesDurablyUnderItsOwnBallotToAsManyAsCanChoose() {
    assertThat(FRESH.receive(L1, new Prepare(ALL)).asks()).isTrue();
    assertThat(voted(Choice.COMMIT).remember()).containsExactly(new Voted(Choice.COMMIT, ALL));
    assertThat(voted(Choice.COMMIT).say())
        .containsExactly(
            new Letter<>(A1, vote(Choice.COMMIT)), new Letter<>(A2, vote(Choice.COMMIT)));
  }

  @Test
  void whereItBeginsTheLeaderIsToldWithTheVote() {
    assertThat(FRESH.begin(ALL).node().answer(Choice.COMMIT).say())
        .contains(new Letter<>(L1, new Begin(ALL)))
        .hasSize(3);
  }

  /** Rule K1: after a crash, whatever its resource manager says then. */
  @Test
  void neverVotesAnew() {
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> returned =
        FRESH.recovered(voted(Choice.ABORT).remember());

    Turn<PaxosCommitMessage, PaxosCommitEvent> asked = returned.receive(L1, new Prepare(ALL));

    assertThat(asked.asks()).isFalse();
    assertThat(asked.say()).contains(new Letter<>(A1, vote(Choice.ABORT)));
    assertThat(asked.node().answer(Choice.COMMIT)).isEqualTo(Turn.stay(asked.node()));
  }

  @Test
  void toVoteToAbortIsToKnowTheOutcome() {
    assertThat(voted(Choice.ABORT).node().outcome()).contains(Choice.ABORT);
    assertThat(voted(Choice.COMMIT).node().outcome()).isEmpty();
  }

  @Test
  void onSilenceItAbortsBeforeItsVoteAndPokesTheLeadersInTurnAfterIt() {
    assertThat(FRESH.receive(L1, new Prepare(ALL)).node().silence().remember())
        .containsExactly(new Voted(Choice.ABORT, ALL));

    Turn<PaxosCommitMessage, PaxosCommitEvent> first = voted(Choice.COMMIT).node().silence();

    assertThat(first.say())
        .contains(new Letter<>(A3, vote(Choice.COMMIT)), new Letter<>(L1, new Poke(ALL)));
    assertThat(first.node().silence().say()).contains(new Letter<>(L2, new Poke(ALL)));
  }

  /** An outcome may come before the question: it aborts, and does not vote then. */
  @Test
  void whoHearsOfAnAbortFirstDoesNotVote() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> told = FRESH.receive(L1, new Outcome(Choice.ABORT));

    assertThat(told.remember()).containsExactly(new Decided(Choice.ABORT));
    assertThat(told.node().receive(L1, new Prepare(ALL))).isEqualTo(Turn.stay(told.node()));
  }

  /** Rule K3. */
  @Test
  void anOutcomeThatCanNotBeIsRefused() {
    assertThatThrownBy(() -> FRESH.receive(L1, new Outcome(Choice.COMMIT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule K3");
    assertThatThrownBy(() -> voted(Choice.ABORT).node().receive(L1, new Outcome(Choice.COMMIT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule K3");
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> committed =
        voted(Choice.COMMIT).node().receive(L1, new Outcome(Choice.COMMIT)).node();
    assertThatThrownBy(() -> committed.receive(L2, new Outcome(Choice.ABORT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule K3");
  }
}
