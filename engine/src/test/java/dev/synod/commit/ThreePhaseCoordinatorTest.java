package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.ThreePhaseEvent.Began;
import dev.synod.commit.ThreePhaseEvent.Decided;
import dev.synod.commit.ThreePhaseMessage.Decision;
import dev.synod.commit.ThreePhaseMessage.Inquire;
import dev.synod.commit.ThreePhaseMessage.Precommit;
import dev.synod.commit.ThreePhaseMessage.Prepare;
import dev.synod.commit.ThreePhaseMessage.Ready;
import dev.synod.commit.ThreePhaseMessage.Vote;
import dev.synod.protocol.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All know that all have voted to commit before anybody commits. */
class ThreePhaseCoordinatorTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final List<MemberId> ALL = List.of(P1, P2);
  private static final Vote YES = new Vote(Choice.COMMIT, ALL);

  private static Turn<ThreePhaseMessage, ThreePhaseEvent> votedByAll() {
    return ThreePhaseCoordinator.fresh().receive(P1, YES).node().receive(P2, YES);
  }

  @Test
  void remembersThatItBeganBeforeItAsks() {
    Turn<ThreePhaseMessage, ThreePhaseEvent> turn = ThreePhaseCoordinator.fresh().receive(P1, YES);

    assertThat(turn.remember()).containsExactly(new Began(ALL));
    assertThat(turn.say()).containsExactly(new Letter<>(P2, new Prepare(ALL)));
  }

  @Test
  void commitsOnlyOnceAllAreReady() {
    Turn<ThreePhaseMessage, ThreePhaseEvent> one = votedByAll().node().receive(P1, new Ready());

    assertThat(votedByAll().say())
        .containsExactly(new Letter<>(P1, new Precommit()), new Letter<>(P2, new Precommit()));
    assertThat(one.node().outcome()).isEmpty();
    assertThat(one.node().receive(P2, new Ready()).remember())
        .containsExactly(new Decided(Choice.COMMIT));
  }

  @Test
  void onSilenceItAbortsBeforeAllHaveVotedAndCommitsAfterIt() {
    assertThat(ThreePhaseCoordinator.fresh().receive(P1, YES).node().silence().remember())
        .containsExactly(new Decided(Choice.ABORT));
    assertThat(votedByAll().node().silence().remember())
        .containsExactly(new Decided(Choice.COMMIT));
  }

  @Test
  void whoWasAwayOnlyAsksWhatHasBecomeOfIt() {
    CommitNode<ThreePhaseMessage, ThreePhaseEvent> returned =
        ThreePhaseCoordinator.fresh().recovered(List.of(new Began(ALL)));

    assertThat(returned.receive(P1, YES)).isEqualTo(Turn.stay(returned));
    assertThat(returned.silence().say())
        .containsExactly(
            new Letter<>(P1, new Inquire(false)), new Letter<>(P2, new Inquire(false)));
    assertThat(returned.receive(P1, new Decision(Choice.ABORT)).remember())
        .containsExactly(new Decided(Choice.ABORT));
  }
}
