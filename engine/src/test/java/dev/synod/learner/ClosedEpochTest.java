package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.LEADERS;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static dev.synod.learner.Scene.chosen;
import static dev.synod.learner.Scene.v;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.LaterEpoch;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Leading;
import dev.synod.protocol.LearnerNotice.Overtaken;
import dev.synod.protocol.LearnerNotice.Proposed;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules M1 and M4 at a learner: nothing of an epoch counts behind its stop-sign. */
class ClosedEpochTest {
  private static final Value.StopSign SIGN = Cast.stopSign(2);
  private static final Entry NEXT = new Entry(Cast.epoch(2), Optional.empty());

  private static Driver<LearnerState, LearnerMessage, LearnerNotice> leaderOfTheSign() {
    return Scene.leaderProposing(1).told(new Proposed(new SlotVote(2, OWN, SIGN), 0, List.of()));
  }

  @Test
  void theAcceptorHearsAtOnceThatTheEpochEnds() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = leaderOfTheSign();

    leader.hear(N2, accepted(OWN, 1L, 2L)).hear(N3, accepted(OWN, 1L, 2L));

    assertThat(leader.said(Choose.class)).contains(new Choose(OWN, 2, true));
    assertThat(leader.said(Deliver.class)).contains(new Deliver(1, List.of(v(1), SIGN), 2));
  }

  /** Slot 3 was chosen by a leader that did not know of the stop-sign: it is void. */
  @Test
  void whatIsKnownBehindTheSignIsDropped() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> follower = Scene.follower();
    follower.told(
        new Voted(List.of(new SlotVote(1, LEADERS, SIGN), new SlotVote(2, LEADERS, v(2))), 0, 0));

    follower.hear(N2, chosen(LEADERS, 2));

    assertThat(follower.said(Deliver.class)).containsExactly(new Deliver(1, List.of(SIGN), 1));
    follower.hear(N2, new CatchUpPage(2, List.of(v(9)), 2, 0));
    assertThat(follower.said(Deliver.class)).isEmpty();

    follower.entering(NEXT).hear(N2, new CatchUpPage(2, List.of(v(9)), 2, 0));
    assertThat(follower.said(Deliver.class)).containsExactly(new Deliver(2, List.of(v(9)), 2));
  }

  /** The rest of the page is of an epoch that this member is not in. */
  @Test
  void ofAPageNothingBehindTheSignIsTaken() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> follower = Scene.follower();

    follower.hear(N2, new CatchUpPage(1, List.of(v(1), SIGN, v(3)), 3, 0));

    assertThat(follower.said(Deliver.class))
        .containsExactly(new Deliver(1, List.of(v(1), SIGN), 2));
    assertThat(follower.said(Learned.class)).containsExactly(new Learned(1, List.of(v(1), SIGN)));
  }

  /** In the next epoch there may be writes that such a read would not see (rule R1). */
  @Test
  void readsEndWithTheEpoch() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = leaderOfTheSign();
    leader.hear(N2, accepted(OWN, 1L, 2L)).hear(N3, accepted(OWN, 1L, 2L));

    assertThat(leader.hear(N2, new ReadIndexAsk(1, false)).said(Confirm.class)).isEmpty();
  }

  @Test
  void whoIsOvertakenAsksForTheSign() {
    for (int told = 0; told < 2; told++) {
      Driver<LearnerState, LearnerMessage, LearnerNotice> follower = Scene.follower();
      if (told == 0) {
        follower.told(new Overtaken(N3));
      } else {
        follower.hear(N3, new LaterEpoch());
      }

      assertThat(follower.after(100).said()).contains(new Effect.Send(N3, new CatchUp(1)));
    }
  }

  /** M2: it has no vote before, and perhaps there is no leader without it. */
  @Test
  void whoseLogDoesNotReachItsEpochAsksUnasked() {
    LearnerSettings settings =
        new LearnerSettings(
            Duration.ofMillis(100),
            Duration.ZERO,
            Scene.AHEAD,
            Scene.READS,
            Scene.TAIL,
            Scene.TAIL_BYTES);
    Driver<LearnerState, LearnerMessage, LearnerNotice> joiner =
        new Driver<>(
            LearnerState.initial(
                N1, Cast.epoch(2), settings, new SnapshotSaved(0, 0, Cast.FOUNDING, 0)));

    assertThat(joiner.told(Scene.REPLAYED).after(100).said(CatchUp.class))
        .containsExactly(new CatchUp(1));

    joiner.hear(N2, new CatchUpPage(1, List.of(v(1)), 3, 0));
    assertThat(joiner.said(CatchUp.class)).containsExactly(new CatchUp(2));
  }

  /** The proposer of the old epoch may have spoken just before it heard of the new one. */
  @Test
  void countsForNoLeaderOfAnotherEpoch() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> entered =
        Scene.follower().entering(NEXT).told(new Leading(OWN, 1, 0));

    assertThat(entered.state().counting()).isEmpty();
  }
}
