package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.LEADERS;
import static dev.synod.learner.Scene.chosen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Recalled;
import dev.synod.protocol.ProposerNotice.Progress;
import dev.synod.protocol.ReplicaNotice.Deliver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A learner beside a follower: what it may take for chosen (rules C1 to C4). */
class FollowingTest {
  private final Driver<LearnerState, LearnerMessage, LearnerNotice> follower = Scene.follower();

  @Test
  void ownVotesUnderTheAnnouncedBallotAreChosenWhicheverComesFirst() {
    follower.told(Scene.voted(LEADERS, 1, 2)).hear(N2, chosen(LEADERS, 1));
    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(1, 1));
    assertThat(follower.said(Choose.class)).containsExactly(new Choose(LEADERS, 1, false));

    follower.hear(N2, chosen(LEADERS, 3));
    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(2, 2));
    follower.told(Scene.voted(LEADERS, 3, 3));
    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(3, 3));
    assertThat(follower.said(Choose.class)).containsExactly(new Choose(LEADERS, 3, false));
  }

  /** CommitIndexNeedsMatchingBallot, C2, mistake 16: below, equal and above. */
  @Test
  void votesUnderAnyOtherBallotAreAskedFor() {
    List<Ballot> voted =
        List.of(Cast.ballot(4, N3), Cast.ballot(5, N1), LEADERS, Cast.ballot(6, N1));
    for (Ballot ballot : voted) {
      Driver<LearnerState, LearnerMessage, LearnerNotice> one = Scene.follower();
      one.told(Scene.voted(ballot, 1, 1)).hear(N2, chosen(LEADERS, 1));

      assertThat(one.said(Deliver.class)).hasSize(ballot.equals(LEADERS) ? 1 : 0);
      one.after(1).after(100);
      assertThat(one.said(CatchUp.class)).hasSize(ballot.equals(LEADERS) ? 0 : 1);
    }
  }

  /** The winner of the slot replaces the own losing vote, and goes to the journal as learned. */
  @Test
  void theChosenValueOfAPeerIsTakenAndStored() {
    follower.told(Scene.voted(Cast.ballot(4, N3), 1, 1)).hear(N2, chosen(LEADERS, 1)).after(100);
    assertThat(follower.said(CatchUp.class)).containsExactly(new CatchUp(1));

    CatchUpPage page = new CatchUpPage(1, List.of(Cast.value("winner")), 1, 0);
    follower.hear(N2, page);

    assertThat(follower.said(Deliver.class))
        .containsExactly(new Deliver(1, List.of(Cast.value("winner")), 1));
    assertThat(follower.said(Learned.class))
        .containsExactly(new Learned(1, List.of(Cast.value("winner"))));
  }

  /**
   * C2. What a page told says nothing about own votes under the announced ballot: a later leader
   * may have chosen something else there.
   */
  @Test
  void aPageThatReachesFurtherThanTheAnnouncementMarksNoOwnVotes() {
    follower.hear(N2, chosen(LEADERS, 1)).told(Scene.voted(LEADERS, 2, 2));

    follower.hear(N3, new CatchUpPage(1, List.of(Scene.v(1), Cast.value("later leader's")), 2, 0));

    assertThat(follower.said(Choose.class)).allMatch(choose -> choose.through() <= 1);
    List<Object> order = List.copyOf(follower.said());
    assertThat(order.get(0))
        .isEqualTo(
            new Effect.Post(new Learned(1, List.of(Scene.v(1), Cast.value("later leader's")))));
  }

  /** After a restart the votes are in the journal only: the acceptor is told, and finds them. */
  @Test
  void theAcceptorIsToldWhatIsChosenThoughTheLearnerKnowsNoVotes() {
    follower.told(Scene.held(3)).hear(N2, chosen(LEADERS, 5));
    assertThat(follower.said(Choose.class)).containsExactly(new Choose(LEADERS, 5, false));

    follower.hear(N2, chosen(LEADERS, 5));
    assertThat(follower.said(Choose.class)).containsExactly(new Choose(LEADERS, 5, false));

    follower.told(Scene.held(5)).hear(N2, chosen(LEADERS, 5));
    assertThat(follower.said(Choose.class)).isEmpty();
  }

  /** A former leader's late announcement is as true as it was. */
  @Test
  void anOldAnnouncementMatchesOldVotes() {
    Ballot old = Cast.ballot(4, N3);
    follower.told(Scene.voted(old, 1, 1)).hear(N2, chosen(LEADERS, 0)).hear(N3, chosen(old, 1));

    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(1, 1));
    assertThat(follower.said(Choose.class)).containsExactly(new Choose(old, 1, false));
  }

  /** C1: chosen twice with two values is a breach. */
  @Test
  void anotherValueForAChosenSlotHalts() {
    follower.hear(N2, new CatchUpPage(1, List.of(Cast.value("a")), 1, 0));

    assertThatThrownBy(() -> follower.hear(N3, new CatchUpPage(1, List.of(Cast.value("b")), 1, 0)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("C1");
  }

  @Test
  void chosenValuesOfPhaseOneAreDeliveredAndStored() {
    follower.told(new Recalled(1, Scene.values(1, 2)));

    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(1, 2));
    assertThat(follower.said(Learned.class)).containsExactly(new Learned(1, Scene.values(1, 2)));
  }

  @Test
  void theProposerHearsWhatTheJournalHolds() {
    assertThat(follower.told(Scene.held(7)).said(Progress.class))
        .containsExactly(new Progress(7, 70));
    assertThat(follower.told(Scene.held(7)).said(Progress.class)).isEmpty();
    assertThat(follower.hear(N2, Scene.page(8, 9)).said(Progress.class)).isEmpty();
  }

  @Test
  void theOwnJournalsValuesAreNotStoredAgain() {
    follower.told(Scene.held(2)).after(100).hear(N1, Scene.page(1, 2));

    assertThat(follower.said(Deliver.class)).containsExactly(Scene.deliver(1, 2));
    assertThat(follower.said(Learned.class)).isEmpty();
  }
}
