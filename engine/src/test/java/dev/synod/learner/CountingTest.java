package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Following;
import dev.synod.protocol.LearnerNotice.Proposed;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerNotice.SlotsChosen;
import dev.synod.protocol.ReplicaNotice.Deliver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The leader's learner: what counts as chosen, and what it tells (rules A7, C2, L5, P2). */
class CountingTest {

  @Test
  void aQuorumUnderTheOwnBallotChooses() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(1);
    assertThat(leader.hear(N1, accepted(OWN, 1L)).said()).isEmpty();

    leader.hear(N3, accepted(OWN, 1L));

    assertThat(leader.said(Deliver.class)).containsExactly(Scene.deliver(1, 1));
    assertThat(leader.said(SlotsChosen.class))
        .containsExactly(new SlotsChosen(OWN, List.of(1L), 1));
    assertThat(leader.said(Choose.class)).containsExactly(new Choose(OWN, 1, false));
    assertThat(leader.said(Chosen.class)).containsOnly(new Chosen(OWN, 1));
    assertThat(leader.receivers(Chosen.class)).containsExactly(N2, N3);
    assertThat(leader.hear(N2, accepted(OWN, 1L)).said()).isEmpty();
  }

  /** A7, mistakes 11, 14 and 15: every pair of votes for one slot, by ballot and member. */
  @Test
  void onlyTwoMembersUnderExactlyTheOwnBallotAreAQuorum() {
    List<Ballot> ballots = List.of(Cast.ballot(4, N1), OWN, Cast.ballot(5, N2), Cast.ballot(6, N1));
    List<MemberId> members = List.of(N1, N2, N3, new MemberId("stranger"));
    for (Ballot one : ballots) {
      for (Ballot other : ballots) {
        for (MemberId a : members) {
          for (MemberId b : members) {
            Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(1);
            leader.hear(a, accepted(one, 1L)).hear(b, accepted(other, 1L));

            boolean quorum =
                one.equals(OWN)
                    && other.equals(OWN)
                    && !a.equals(b)
                    && List.of(a, b).stream().allMatch(Cast.members(3).ids()::contains);
            assertThat(leader.said(Deliver.class)).hasSize(quorum ? 1 : 0);
            assertThat(leader.state().window().isChosen(1)).isEqualTo(quorum);
          }
        }
      }
    }
  }

  /** A7: the votes are for the proposal; that it is told once more takes none of them away. */
  @Test
  void aProposalThatIsToldTwiceKeepsItsVotes() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(2);
    leader.hear(N1, accepted(OWN, 2L));

    leader.told(Scene.proposed(2)).hear(N3, accepted(OWN, 2L));

    assertThat(leader.state().window().isChosen(2)).isTrue();
  }

  /** A7: what was proposed in another lead can't be chosen by the votes of this one. */
  @Test
  void aProposalOfAnotherBallotIsNotCounted() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(1, 0);
    leader.told(new Proposed(Cast.vote(1, Cast.ballot(4, N1), "of an earlier lead"), 0, List.of()));

    leader.hear(N1, accepted(OWN, 1L)).hear(N3, accepted(OWN, 1L));

    assertThat(leader.state().window().isChosen(1)).isFalse();
  }

  /** L5, P2, mistake 17: chosen behind a gap is not delivered; the gap's end delivers all. */
  @Test
  void nothingIsDeliveredPastAGap() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(3);
    leader.hear(N1, accepted(OWN, 2L, 3L)).hear(N3, accepted(OWN, 2L, 3L));
    assertThat(leader.said(Deliver.class)).isEmpty();
    assertThat(leader.said(SlotsChosen.class))
        .containsExactly(new SlotsChosen(OWN, List.of(2L, 3L), 0));
    assertThat(leader.said(Chosen.class)).isEmpty();

    leader.hear(N2, accepted(OWN, 1L)).hear(N3, accepted(OWN, 1L));

    assertThat(leader.said(Deliver.class)).containsExactly(Scene.deliver(1, 3));
    assertThat(leader.said(Chosen.class)).containsOnly(new Chosen(OWN, 3));
  }

  /** A hole under a stable leader closes when its Accept is repeated, without a new command. */
  @Test
  void aLateVoteForAnOldSlotClosesTheHole() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leaderProposing(2);
    leader.hear(N1, accepted(OWN, 1L, 2L)).hear(N2, accepted(OWN, 2L));
    assertThat(leader.said(Deliver.class)).isEmpty();

    leader.hear(N2, accepted(OWN, 1L));

    assertThat(leader.said(Deliver.class)).containsExactly(Scene.deliver(1, 2));
  }

  /**
   * C2. A later leader has chosen another value at slot 1. The old leader may learn it, but must
   * not say that what its own ballot proposed there is chosen: its acceptor and its followers would
   * take their votes for it.
   */
  @Test
  void whatOthersToldIsNotClaimedForTheOwnBallot() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> old = Scene.leaderProposing(2);
    old.told(Scene.voted(OWN, 1, 2));
    old.hear(N2, accepted(OWN, 2L)).hear(N1, accepted(OWN, 2L));

    old.hear(N3, new LearnerMessage.CatchUpPage(1, List.of(Cast.value("later leader's")), 1, 0));

    assertThat(old.said(Deliver.class))
        .containsExactly(new Deliver(1, List.of(Cast.value("later leader's"), Scene.v(2)), 2));
    assertThat(old.said(Choose.class)).isEmpty();
    assertThat(old.said(Chosen.class)).isEmpty();
    assertThat(old.after(100).said(Chosen.class)).containsOnly(new Chosen(OWN, 0));
    assertThat(old.said(Choose.class)).isEmpty();
  }

  /** The window opens for a slot that was chosen before, once it is voted for again. */
  @Test
  void aProposalForASlotThatIsAlreadyChosenIsCountedAllTheSame() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.follower();
    leader.hear(N2, Scene.page(1, 2)).told(Scene.applied(2));
    leader.told(new LearnerNotice.Leading(OWN, 1, 2));
    leader.told(Scene.proposed(1)).told(Scene.proposed(2));
    assertThat(leader.after(100).said(Chosen.class)).containsOnly(new Chosen(OWN, 0));

    leader.hear(N1, accepted(OWN, 1L, 2L)).hear(N3, accepted(OWN, 1L, 2L));

    assertThat(leader.said(SlotsChosen.class))
        .containsExactly(new SlotsChosen(OWN, List.of(1L, 2L), 2));
    assertThat(leader.said(Chosen.class)).containsOnly(new Chosen(OWN, 2));
    assertThat(leader.said(Deliver.class)).isEmpty();
  }

  @Test
  void whatWasKnownBeforeTheLeadIsAnnouncedAtItsBeginningAndAgainInTime() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(8, 7);

    assertThat(leader.said(Chosen.class)).containsOnly(new Chosen(OWN, 7)).hasSize(2);
    assertThat(leader.after(99).said(Chosen.class)).isEmpty();
    assertThat(leader.after(1).said(Chosen.class)).containsOnly(new Chosen(OWN, 7)).hasSize(2);
    assertThat(leader.told(new Following()).said()).isEmpty();
    assertThat(leader.after(1000).said(Chosen.class)).isEmpty();
  }

  @Test
  void whoDoesNotLeadCountsNothing() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> former = Scene.leaderProposing(1);
    former.told(new Following()).hear(N1, accepted(OWN, 1L)).hear(N2, accepted(OWN, 1L));

    assertThat(former.said()).isEmpty();
    assertThat(former.state().window().isChosen(1)).isFalse();
  }
}
