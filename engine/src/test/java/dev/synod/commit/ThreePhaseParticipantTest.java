package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Choice;
import dev.synod.commit.ThreePhaseEvent.Decided;
import dev.synod.commit.ThreePhaseEvent.Precommitted;
import dev.synod.commit.ThreePhaseEvent.Prepared;
import dev.synod.commit.ThreePhaseMessage.Decision;
import dev.synod.commit.ThreePhaseMessage.Inquire;
import dev.synod.commit.ThreePhaseMessage.Precommit;
import dev.synod.commit.ThreePhaseMessage.Prepare;
import dev.synod.commit.ThreePhaseMessage.Ready;
import dev.synod.commit.ThreePhaseMessage.Standing;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The termination protocol, from the side of one participant. */
class ThreePhaseParticipantTest {
  private static final MemberId C1 = new MemberId("c1");
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final MemberId P3 = new MemberId("p3");
  private static final List<MemberId> ALL = List.of(P1, P2, P3);
  private static final ThreePhaseParticipant FRESH = ThreePhaseParticipant.fresh(P1, C1);

  private static CommitNode<ThreePhaseMessage, ThreePhaseEvent> prepared() {
    return FRESH.receive(C1, new Prepare(ALL)).node().answer(Choice.COMMIT).node();
  }

  /** Twice silent: the coordinator is taken for dead, and p1 is the first of the list. */
  private static CommitNode<ThreePhaseMessage, ThreePhaseEvent> leading() {
    return prepared().silence().node().silence().node();
  }

  @Test
  void theFirstOfTheListAsksTheOthersWhenTheCoordinatorIsSilent() {
    assertThat(prepared().silence().say()).isEmpty();
    assertThat(prepared().silence().node().silence().say())
        .containsExactly(new Letter<>(P2, new Inquire(true)), new Letter<>(P3, new Inquire(true)));
  }

  @Test
  void abortsIfNobodyKnowsThatAllHaveVotedToCommit() {
    assertThat(leading().receive(P2, new Standing(false)).node().silence().remember())
        .containsExactly(new Decided(Choice.ABORT));
  }

  @Test
  void makesTheRestKnowBeforeItCommits() {
    Turn<ThreePhaseMessage, ThreePhaseEvent> moving =
        leading().receive(P2, new Standing(true)).node().silence();

    assertThat(moving.remember()).containsExactly(new Precommitted());
    assertThat(moving.say())
        .containsExactly(new Letter<>(P2, new Precommit()), new Letter<>(P3, new Precommit()));
    assertThat(moving.node().outcome()).isEmpty();
    assertThat(moving.node().silence().remember()).containsExactly(new Decided(Choice.COMMIT));
  }

  @Test
  void givesWayToOneThatComesEarlierInTheList() {
    CommitNode<ThreePhaseMessage, ThreePhaseEvent> second =
        ThreePhaseParticipant.fresh(P2, C1)
            .receive(C1, new Prepare(ALL))
            .node()
            .answer(Choice.COMMIT)
            .node()
            .silence()
            .node()
            .silence()
            .node()
            .silence()
            .node();

    CommitNode<ThreePhaseMessage, ThreePhaseEvent> yielding =
        second.receive(P1, new Inquire(true)).node();

    assertThat(second.silence().remember()).isNotEmpty();
    assertThat(yielding.silence().remember()).isEmpty();
    assertThat(((ThreePhaseParticipant) yielding).succession().heard()).isTrue();
    assertThat(second.receive(P3, new Inquire(false)).node()).isEqualTo(second);
  }

  /** It has not voted yet; so that the others can rely on the answer, it never will. */
  @Test
  void whoIsAskedBeforeItsVoteAborts() {
    Turn<ThreePhaseMessage, ThreePhaseEvent> turn = FRESH.receive(P2, new Inquire(true));

    assertThat(turn.remember()).containsExactly(new Decided(Choice.ABORT));
    assertThat(turn.say()).containsExactly(new Letter<>(P2, new Decision(Choice.ABORT)));
  }

  @Test
  void whoWasAwayAsksAndNeverLeads() {
    CommitNode<ThreePhaseMessage, ThreePhaseEvent> returned =
        FRESH.recovered(List.of(new Prepared(ALL), new Precommitted()));

    for (int silence = 0; silence < 5; silence++) {
      assertThat(returned.silence().remember()).isEmpty();
      assertThat(returned.silence().say())
          .contains(new Letter<>(C1, new Inquire(false)))
          .hasSize(3);
      returned = returned.silence().node();
    }
  }

  @Test
  void isReadyOnlyOnceItIsDurable() {
    Turn<ThreePhaseMessage, ThreePhaseEvent> turn = prepared().receive(C1, new Precommit());

    assertThat(turn.remember()).containsExactly(new Precommitted());
    assertThat(turn.say()).containsExactly(new Letter<>(C1, new Ready()));
  }

  /** Rules T3, T6. */
  @Test
  void whatCanNotBeIsRefused() {
    assertThatThrownBy(() -> FRESH.receive(C1, new Precommit()))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule T3");
    CommitNode<ThreePhaseMessage, ThreePhaseEvent> aborted =
        prepared().receive(P2, new Decision(Choice.ABORT)).node();
    assertThatThrownBy(() -> aborted.receive(C1, new Decision(Choice.COMMIT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule T6");
  }
}
