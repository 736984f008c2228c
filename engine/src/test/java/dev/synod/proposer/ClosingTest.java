package dev.synod.proposer;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.proposer.Scene.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ProposerNotice.Close;
import dev.synod.protocol.ProposerNotice.SlotsChosen;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule M1 at a proposer: a stop-sign is the last value of its epoch. */
class ClosingTest {
  private static final Value.StopSign SIGN = Cast.stopSign(2);

  private static Value.StopSign stopSign(List<SlotVote> proposals) {
    assertThat(proposals).hasSize(1);
    return (Value.StopSign) proposals.get(0).value();
  }

  @Test
  void nothingIsProposedAfterAStopSign() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.leading().told(new Close(SIGN));

    assertThat(stopSign(Scene.proposals(leader)).next()).isEqualTo(Cast.epoch(2));

    assertThat(Scene.proposals(leader.hear(N2, Scene.submit(1, 2)))).isEmpty();
    assertThat(Scene.proposals(leader.told(new SlotsChosen(own(), List.of(1L), 0)))).isEmpty();
    assertThat(Scene.proposals(leader.told(new Close(SIGN)))).isEmpty();
  }

  /** What has its slot stays in front; what waits for one gets none in this epoch. */
  @Test
  void aStopSignWaitsForRoomInTheWindow() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.lead(Scene.idle(3, 1, Scene.COMMAND)).hear(N2, Scene.submit(1, 3));
    leader.told(new Close(SIGN));
    assertThat(Scene.proposals(leader)).isEmpty();

    leader.told(new SlotsChosen(own(), List.of(1L), 0));

    assertThat(stopSign(Scene.proposals(leader)).next()).isEqualTo(Cast.epoch(2));
    assertThat(Scene.proposals(leader.told(new SlotsChosen(own(), List.of(2L), 0)))).isEmpty();
  }

  @Test
  void aStopSignOfAnotherEpochOrWithoutTheLeadIsPassedOver() {
    assertThat(Scene.proposals(Scene.leading().told(new Close(Cast.stopSign(3))))).isEmpty();
    assertThat(Scene.proposals(Scene.idle().told(new Close(SIGN)))).isEmpty();
    assertThat(Scene.proposals(Scene.campaigning().told(new Close(SIGN)))).isEmpty();
  }

  /** Void even where it was chosen: the stop-sign in front of it may be. */
  @Test
  void nothingIsProposedAgainBehindARecoveredStopSign() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.campaigning()
            .hear(N1, Scene.nothing(1))
            .hear(
                N2,
                Scene.page(
                    1,
                    0,
                    List.of(),
                    List.of(
                        new SlotVote(2, Cast.ballot(2, N3), SIGN),
                        Cast.vote(3, Cast.ballot(3, N3), "void")),
                    0));

    assertThat(Scene.proposals(leader))
        .containsExactly(new SlotVote(1, own(), Value.NO_OP), new SlotVote(2, own(), SIGN));
    assertThat(leader.said(LearnerNotice.Leading.class))
        .containsExactly(new LearnerNotice.Leading(own(), 1, 2));
    assertThat(Scene.proposals(leader.hear(N2, Scene.submit(1, 1)))).isEmpty();
  }

  /** The own acceptor has promised on the way in, so the others are asked at once (rule B2). */
  @Test
  void whoIsToLeadAsksTheNextEpochAtOnce() {
    Ballot reserved = new Ballot(2, 6, N1);
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.leading().entering(new Entry(Cast.epoch(2), Optional.of(reserved)));

    assertThat(leader.said(Prepare.class)).hasSize(3).allMatch(p -> p.ballot().equals(reserved));

    leader.hear(N1, new Promise(reserved, 1, 0, List.of(), List.of(), 0, 0));
    leader.hear(N2, new Promise(reserved, 1, 0, List.of(), List.of(), 0, 0));
    assertThat(Scene.proposals(leader.hear(N2, Scene.submit(1, 1)))).hasSize(1);
  }

  @Test
  void theOthersWaitAndForgetWhatTheyProposed() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> other =
        Scene.leading()
            .hear(N2, Scene.submit(1, 1))
            .entering(new Entry(Cast.epoch(2), Optional.empty()));

    assertThat(other.said()).isEmpty();
    assertThat(other.after(10_000).said()).isEmpty();
  }
}
