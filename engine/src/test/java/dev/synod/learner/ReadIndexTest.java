package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import org.junit.jupiter.api.Test;

/** Linearizable reads (rules R1, R3; mistakes 25 to 27). */
class ReadIndexTest {

  private static Effect answer(MemberId to, long request, long slot) {
    return new Effect.Send(to, new ReadIndex(request, slot, false));
  }

  @Test
  void aReadIsAnsweredWhenAQuorumConfirmsTheBallot() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(1);
    leader.hear(N1, accepted(OWN, 1L)).hear(N2, accepted(OWN, 1L));

    leader.hear(N3, new ReadIndexAsk(7, false));
    assertThat(leader.said(Confirm.class)).containsOnly(new Confirm(OWN, 1)).hasSize(3);
    assertThat(leader.hear(N1, new Confirmed(OWN, 1, 0)).said()).isEmpty();
    assertThat(leader.hear(N1, new Confirmed(OWN, 1, 0)).said()).isEmpty();

    assertThat(leader.hear(N2, new Confirmed(OWN, 1, 0)).said()).containsExactly(answer(N3, 7, 1));
    assertThat(leader.hear(N3, new Confirmed(OWN, 1, 0)).said()).isEmpty();
  }

  /** OldHeartbeatDoesNotConfirm: answers to a round that began before the read came. */
  @Test
  void aReadWaitsForARoundThatBeginsAfterItCame() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(1, 0);
    leader.hear(N2, new ReadIndexAsk(1, false));
    assertThat(leader.hear(N3, new ReadIndexAsk(1, false)).said()).isEmpty();
    leader.hear(N1, new Confirmed(OWN, 1, 0)).hear(N2, new Confirmed(OWN, 1, 0));
    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 0, false));
    assertThat(leader.said(Confirm.class)).containsOnly(new Confirm(OWN, 2)).hasSize(3);

    leader.hear(N3, new Confirmed(OWN, 1, 0));
    leader.hear(N1, new Confirmed(OWN, 1, 0));
    leader.hear(N2, new Confirmed(Cast.ballot(6, N2), 2, 0));
    leader.hear(N3, new Confirmed(OWN, 3, 0));
    assertThat(leader.said()).isEmpty();

    leader.hear(N3, new Confirmed(OWN, 2, 0));
    assertThat(leader.hear(N2, new Confirmed(OWN, 2, 0)).said()).containsExactly(answer(N3, 1, 0));
  }

  /** What was chosen when the round began, not when the quorum answers. */
  @Test
  void theIndexIsTakenWhenTheRoundBegins() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(2);
    leader
        .hear(N1, accepted(OWN, 1L))
        .hear(N2, accepted(OWN, 1L))
        .hear(N2, new ReadIndexAsk(1, false));
    leader
        .hear(N1, accepted(OWN, 2L))
        .hear(N2, accepted(OWN, 2L))
        .hear(N3, new ReadIndexAsk(1, false));
    leader.hear(N1, new Confirmed(OWN, 1, 0)).hear(N2, new Confirmed(OWN, 1, 0));
    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 1, false));

    leader.hear(N1, new Confirmed(OWN, 2, 0)).hear(N2, new Confirmed(OWN, 2, 0));
    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 2, false));
  }

  /** ReadIndexNeedsBarrier, mistake 26: all that phase 1 heard of must be applied first. */
  @Test
  void aNewLeadersReadsWaitForWhatPhaseOneHeardOf() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(4, 9);

    leader.hear(N2, new ReadIndexAsk(1, false));
    leader.hear(N1, new Confirmed(OWN, 1, 0)).hear(N2, new Confirmed(OWN, 1, 0));

    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 9, false));
  }

  /** Mistake 25. */
  @Test
  void whoDoesNotLeadIsSilent() {
    assertThat(Scene.follower().hear(N2, new ReadIndexAsk(1, false)).said()).isEmpty();
    Driver<LearnerState, LearnerMessage, LearnerNotice> former =
        Scene.leader(1, 0).hear(N2, new ReadIndexAsk(1, false)).told(new LearnerNotice.Following());

    assertThat(former.hear(N1, new Confirmed(OWN, 1, 0)).said()).isEmpty();
    assertThat(former.hear(N2, new Confirmed(OWN, 1, 0)).said()).isEmpty();
  }

  @Test
  void requestsThatWaitShareOneRound() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(1, 0);
    leader.hear(N1, new ReadIndexAsk(1, false));
    leader
        .hear(N2, new ReadIndexAsk(1, false))
        .hear(N3, new ReadIndexAsk(1, false))
        .hear(N2, new ReadIndexAsk(1, false));

    leader.hear(N1, new Confirmed(OWN, 1, 0)).hear(N2, new Confirmed(OWN, 1, 0));
    leader.hear(N1, new Confirmed(OWN, 2, 0)).hear(N2, new Confirmed(OWN, 2, 0));

    assertThat(leader.said()).containsExactly(answer(N2, 1, 0), answer(N3, 1, 0));
  }

  @Test
  void whatWaitsIsBounded() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(1, 0);
    for (long request = 1; request <= 20; request++) {
      leader.hear(N2, new ReadIndexAsk(request, false));
    }

    leader.hear(N1, new Confirmed(OWN, 1, 0)).hear(N2, new Confirmed(OWN, 1, 0));
    leader.hear(N1, new Confirmed(OWN, 2, 0)).hear(N2, new Confirmed(OWN, 2, 0));

    assertThat(leader.said(ReadIndex.class)).hasSize(Scene.READS);
  }

  @Test
  void aRoundWithoutAnswersIsRepeated() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(1, 0);
    leader.hear(N2, new ReadIndexAsk(1, false));

    assertThat(leader.after(99).said(Confirm.class)).isEmpty();
    assertThat(leader.after(1).said(Confirm.class)).containsOnly(new Confirm(OWN, 1)).hasSize(3);
  }
}
