package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.TwoPhaseEvent.Decided;
import dev.synod.commit.TwoPhaseMessage.Acknowledged;
import dev.synod.commit.TwoPhaseMessage.Decision;
import dev.synod.commit.TwoPhaseMessage.Prepare;
import dev.synod.commit.TwoPhaseMessage.Vote;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The coordinator decides once, durably, and tells it until all know. */
class TwoPhaseCoordinatorTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final List<MemberId> ALL = List.of(P1, P2);
  private static final Vote YES = new Vote(Choice.COMMIT, ALL);
  private static final Vote NO = new Vote(Choice.ABORT, ALL);

  private static CommitNode<TwoPhaseMessage, TwoPhaseEvent> begun() {
    return TwoPhaseCoordinator.fresh().begin(ALL).node();
  }

  private static Turn<TwoPhaseMessage, TwoPhaseEvent> committed() {
    return begun().receive(P1, YES).node().receive(P2, YES);
  }

  @Test
  void theFirstVoteBeginsIt() {
    assertThat(TwoPhaseCoordinator.fresh().receive(P1, YES).say())
        .containsExactly(new Letter<>(P2, new Prepare(ALL)));
  }

  /** Rules T1, T3. */
  @Test
  void commitsDurablyOnceAllHaveVotedForIt() {
    assertThat(begun().receive(P1, YES).node().receive(P1, YES).remember()).isEmpty();
    assertThat(committed().remember()).containsExactly(new Decided(Choice.COMMIT, ALL));
    assertThat(committed().say()).contains(new Letter<>(P1, new Decision(Choice.COMMIT)));
  }

  @Test
  void abortsOnOneNoAndTellsThoseWhoDoNotKnow() {
    Turn<TwoPhaseMessage, TwoPhaseEvent> turn = begun().receive(P1, YES).node().receive(P2, NO);

    assertThat(turn.remember()).containsExactly(new Decided(Choice.ABORT, ALL));
    assertThat(turn.say()).containsExactly(new Letter<>(P1, new Decision(Choice.ABORT)));
  }

  @Test
  void abortsOnSilence() {
    assertThat(begun().receive(P1, YES).node().silence().remember())
        .containsExactly(new Decided(Choice.ABORT, ALL));
  }

  /** Also after a crash, when it has forgotten who has acknowledged. */
  @Test
  void tellsOnSilenceUntilAllHaveAcknowledged() {
    CommitNode<TwoPhaseMessage, TwoPhaseEvent> told =
        committed().node().receive(P1, new Acknowledged()).node();

    assertThat(told.silence().say()).containsExactly(new Letter<>(P2, new Decision(Choice.COMMIT)));
    assertThat(told.receive(P2, new Acknowledged()).node().waits()).isFalse();
    assertThat(TwoPhaseCoordinator.fresh().recovered(committed().remember()).silence().say())
        .extracting(Letter::to)
        .containsExactly(P1, P2);
  }

  /** Rule T6, mistake 41. */
  @Test
  void stillKnowsForWhoAsksLate() {
    CommitNode<TwoPhaseMessage, TwoPhaseEvent> done =
        committed()
            .node()
            .receive(P1, new Acknowledged())
            .node()
            .receive(P2, new Acknowledged())
            .node();

    assertThat(done.receive(P1, YES).say())
        .containsExactly(new Letter<>(P1, new Decision(Choice.COMMIT)));
  }
}
