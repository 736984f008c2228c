package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Choice;
import dev.synod.commit.TwoPhaseEvent.Decided;
import dev.synod.commit.TwoPhaseEvent.Prepared;
import dev.synod.commit.TwoPhaseMessage.Acknowledged;
import dev.synod.commit.TwoPhaseMessage.Decision;
import dev.synod.commit.TwoPhaseMessage.Prepare;
import dev.synod.commit.TwoPhaseMessage.Vote;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A participant is free until it has voted to commit, and bound from then on. */
class TwoPhaseParticipantTest {
  private static final MemberId C1 = new MemberId("c1");
  private static final List<MemberId> ALL = List.of(new MemberId("p1"), new MemberId("p2"));
  private static final TwoPhaseParticipant FRESH = TwoPhaseParticipant.fresh(C1);

  private static CommitNode<TwoPhaseMessage, TwoPhaseEvent> asked() {
    return FRESH.receive(C1, new Prepare(ALL)).node();
  }

  private static CommitNode<TwoPhaseMessage, TwoPhaseEvent> prepared() {
    return asked().answer(Choice.COMMIT).node();
  }

  private static List<Letter<TwoPhaseMessage>> vote(Choice choice) {
    return List.of(new Letter<>(C1, new Vote(choice, ALL)));
  }

  @Test
  void preparesDurablyBeforeItVotes() {
    Turn<TwoPhaseMessage, TwoPhaseEvent> turn = asked().answer(Choice.COMMIT);

    assertThat(turn.remember()).containsExactly(new Prepared(ALL));
    assertThat(turn.say()).isEqualTo(vote(Choice.COMMIT));
  }

  /** Rule T9, mistake 43. */
  @Test
  void onSilenceItOnlyVotesAgain() {
    Turn<TwoPhaseMessage, TwoPhaseEvent> turn = prepared().silence();

    assertThat(turn.remember()).isEmpty();
    assertThat(turn.say()).isEqualTo(vote(Choice.COMMIT));
    assertThat(FRESH.recovered(List.of(new Prepared(ALL))).silence()).isEqualTo(turn);
  }

  /** Rule T5, mistake 42. */
  @Test
  void beforeItIsPreparedItMayAbortAloneAndNeverForgetsIt() {
    Turn<TwoPhaseMessage, TwoPhaseEvent> turn = asked().silence();
    CommitNode<TwoPhaseMessage, TwoPhaseEvent> returned = FRESH.recovered(turn.remember());

    assertThat(turn.remember()).containsExactly(new Decided(Choice.ABORT, ALL));
    assertThat(returned.receive(C1, new Prepare(ALL)).say()).isEqualTo(vote(Choice.ABORT));
    assertThat(returned.receive(C1, new Prepare(ALL)).asks()).isFalse();
    assertThat(returned.answer(Choice.COMMIT)).isEqualTo(Turn.stay(returned));
  }

  @Test
  void anAnswerThatNobodyWaitsForAnyMoreIsNoVote() {
    assertThat(FRESH.answer(Choice.COMMIT)).isEqualTo(Turn.stay(FRESH));
    assertThat(prepared().answer(Choice.ABORT)).isEqualTo(Turn.stay(prepared()));
  }

  /** Rule T6. */
  @Test
  void acknowledgesADecisionAsOftenAsItComes() {
    Turn<TwoPhaseMessage, TwoPhaseEvent> first =
        prepared().receive(C1, new Decision(Choice.COMMIT));
    Turn<TwoPhaseMessage, TwoPhaseEvent> second =
        first.node().receive(C1, new Decision(Choice.COMMIT));

    assertThat(first.remember()).containsExactly(new Decided(Choice.COMMIT, ALL));
    assertThat(second.remember()).isEmpty();
    assertThat(second.say()).containsExactly(new Letter<>(C1, new Acknowledged()));
    assertThat(second.node().receive(C1, new Prepare(ALL)).say()).isEqualTo(second.say());
  }

  /** Rules T3, T5. */
  @Test
  void aCommitThatCanNotBeIsRefused() {
    assertThatThrownBy(() -> FRESH.receive(C1, new Decision(Choice.COMMIT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule T3");
    CommitNode<TwoPhaseMessage, TwoPhaseEvent> aborted = asked().silence().node();
    assertThatThrownBy(() -> aborted.receive(C1, new Decision(Choice.COMMIT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule T5");
  }
}
