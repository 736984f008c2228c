package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.LEADERS;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static dev.synod.learner.Scene.chosen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Announced;
import dev.synod.protocol.LearnerNotice.Leading;
import dev.synod.protocol.LearnerNotice.Proposed;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** News of what is chosen waits for a proposal to go with, unless a client waits for it. */
class LingerTest {

  private static Driver<LearnerState, LearnerMessage, LearnerNotice> leader() {
    LearnerSettings settings =
        new LearnerSettings(
            Duration.ofMillis(100),
            Duration.ofMillis(10),
            Scene.AHEAD,
            Scene.READS,
            Scene.TAIL,
            Scene.TAIL_BYTES);
    return new Driver<LearnerState, LearnerMessage, LearnerNotice>(
            LearnerState.initial(
                N1, Cast.members(3), settings, new SnapshotSaved(0, 0, Cast.FOUNDING, 0)))
        .told(Scene.REPLAYED)
        .told(new Leading(OWN, 1, 0));
  }

  private static Proposed proposed(long slot, long chosenThrough, MemberId... waiting) {
    return new Proposed(new SlotVote(slot, OWN, Scene.v(slot)), chosenThrough, List.of(waiting));
  }

  private static Driver<LearnerState, LearnerMessage, LearnerNotice> chosenOne(
      MemberId... waiting) {
    return leader()
        .told(proposed(1, 0, waiting))
        .hear(N1, accepted(OWN, 1L))
        .hear(N2, accepted(OWN, 1L));
  }

  @Test
  void nobodyIsToldAtOnceForWhomNobodyWaits() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = chosenOne(N1);

    assertThat(leader.said(Deliver.class)).containsExactly(Scene.deliver(1, 1));
    assertThat(leader.said(Chosen.class)).isEmpty();
    assertThat(leader.after(10).said(Chosen.class)).containsOnly(new Chosen(OWN, 1));
    assertThat(leader.receivers(Chosen.class)).containsExactly(N2, N3);
    assertThat(leader.after(10).said(Chosen.class)).isEmpty();
  }

  @Test
  void whoseClientsWaitIsToldAtOnceAndTheOthersLater() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = chosenOne(N3);

    assertThat(leader.receivers(Chosen.class)).containsExactly(N3);
    assertThat(leader.after(10).receivers(Chosen.class)).containsExactly(N2, N3);
  }

  /** The earlier slot is what all wait for, whichever of the two was chosen first. */
  @Test
  void whoWaitsForALaterSlotIsToldOnceTheEarlierOnesAreChosen() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader =
        leader().told(proposed(1, 0)).told(proposed(2, 0, N3));
    leader.hear(N1, accepted(OWN, 2L)).hear(N2, accepted(OWN, 2L));
    assertThat(leader.said(Chosen.class)).isEmpty();

    leader.hear(N1, accepted(OWN, 1L)).hear(N2, accepted(OWN, 1L));

    assertThat(leader.said(Chosen.class)).containsExactly(new Chosen(OWN, 2));
    assertThat(leader.receivers(Chosen.class)).containsExactly(N3);
  }

  @Test
  void whoWasToldOfAnEarlierSlotStillWaitsForTheLaterOne() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader =
        leader().told(proposed(1, 0)).told(proposed(2, 0)).told(proposed(3, 0, N3));
    leader.hear(N1, accepted(OWN, 3L)).hear(N2, accepted(OWN, 3L));
    leader.hear(N1, accepted(OWN, 1L)).hear(N2, accepted(OWN, 1L));

    leader.hear(N1, accepted(OWN, 2L)).hear(N2, accepted(OWN, 2L));

    assertThat(leader.said(Chosen.class)).containsExactly(new Chosen(OWN, 3));
    assertThat(leader.receivers(Chosen.class)).containsExactly(N3);
  }

  @Test
  void whatAProposalHasToldIsNotToldAgain() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = chosenOne(N1).told(proposed(2, 1));

    assertThat(leader.after(10).said(Chosen.class)).isEmpty();
  }

  @Test
  void whatIsChosenAfterAProposalLeftIsTold() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = leader();
    leader.told(proposed(1, 0)).told(proposed(2, 0));
    leader.hear(N1, accepted(OWN, 1L, 2L)).hear(N2, accepted(OWN, 1L, 2L));

    leader.told(proposed(3, 1));

    assertThat(leader.after(10).said(Chosen.class)).containsOnly(new Chosen(OWN, 2)).hasSize(2);
  }

  /** Its replica waits until it has applied what the answer names. */
  @Test
  void whoIsToldWhatAReadMustSeeIsToldThatItIsChosen() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = chosenOne(N1);
    leader.hear(N3, new ReadIndexAsk(7, false)).hear(N1, new Confirmed(OWN, 1, 0));
    assertThat(leader.said(Chosen.class)).isEmpty();

    leader.hear(N2, new Confirmed(OWN, 1, 0));

    assertThat(leader.said())
        .containsExactly(
            new Effect.Send(N3, new Chosen(OWN, 1)),
            new Effect.Send(N3, new ReadIndex(7, 1, false)));
    assertThat(leader.after(10).receivers(Chosen.class)).containsExactly(N2, N3);
  }

  @Test
  void whoHasHeardWhatAReadMustSeeIsToldNoMore() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = chosenOne(N1).told(proposed(2, 1));
    leader.hear(N3, new ReadIndexAsk(7, false)).hear(N1, new Confirmed(OWN, 1, 0));

    leader.hear(N2, new Confirmed(OWN, 1, 0));

    assertThat(leader.said()).containsExactly(new Effect.Send(N3, new ReadIndex(7, 1, false)));
  }

  /** Else nobody could tell before the next leader has proposed the same again. */
  @Test
  void whoLeadsNoMoreTellsWhatItHasNotTold() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = chosenOne(N1);

    leader.told(new LearnerNotice.Following());

    assertThat(leader.said(Chosen.class)).containsOnly(new Chosen(OWN, 1)).hasSize(2);
  }

  @Test
  void allAreToldAtOnceThatTheEpochEnds() {
    Value.StopSign sign = Cast.stopSign(2);
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader =
        leader().told(new Proposed(new SlotVote(1, OWN, sign), 0, List.of()));

    leader.hear(N1, accepted(OWN, 1L)).hear(N2, accepted(OWN, 1L));

    assertThat(leader.receivers(Chosen.class)).containsExactly(N2, N3);
  }

  /** Rule C2: as if the leader's learner had said so itself. */
  @Test
  void aProposalsNewsCountsAsTheLeadersOwn() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> follower = Scene.follower();
    follower.told(Scene.voted(LEADERS, 1, 2));

    follower.told(new Announced(N2, chosen(LEADERS, 1)));

    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(1, 1));
    assertThat(follower.told(new Announced(N2, chosen(LEADERS, 1))).said()).isEmpty();
    assertThat(follower.told(new Announced(N2, chosen(OWN, 2))).said(Deliver.class)).isEmpty();
    assertThat(follower.told(new Announced(N2, chosen(new Ballot(2, 9, N2), 2))).said()).isEmpty();
  }
}
