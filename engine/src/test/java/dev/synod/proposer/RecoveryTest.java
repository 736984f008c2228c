package dev.synod.proposer;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;
import static dev.synod.Cast.value;
import static dev.synod.Cast.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Recalled;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a new leader finds out and must finish first (rules A6, L1, L3, L4). */
class RecoveryTest {
  private static final Ballot B1 = ballot(1, N1);
  private static final Ballot B2 = ballot(2, N2);
  private static final Ballot B3 = ballot(3, N3);
  private final Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
      Scene.campaigning();

  private static Promise votes(SlotVote... votes) {
    return Scene.page(1, 0, List.of(), List.of(votes), 0);
  }

  /** HighestBallotWins, A6, mistakes 1, 2, 3 and 13, in both orders of arrival. */
  @Test
  void eachSlotGetsTheValueOfItsOwnHighestBallotUnderTheLeadersBallot() {
    Promise one = votes(vote(1, B3, "new"), vote(2, B1, "old"));
    Promise other = votes(vote(1, B1, "lost"), vote(2, B2, "newer"));
    for (List<Promise> order : List.of(List.of(one, other), List.of(other, one))) {
      Driver<ProposerState, ProposerMessage, ProposerNotice> candidate =
          Scene.campaigning().hear(N1, order.get(0)).hear(N2, order.get(1));

      assertThat(Scene.proposals(candidate))
          .containsExactly(vote(1, Scene.own(), "new"), vote(2, Scene.own(), "newer"));
    }
  }

  /** GapFilledByNoop, L4: at once, with no client asking. */
  @Test
  void aHoleBecomesANoOp() {
    proposer.hear(N1, votes(vote(1, B1, "a"))).hear(N2, votes(vote(3, B2, "c")));

    assertThat(Scene.proposals(proposer))
        .containsExactly(
            vote(1, Scene.own(), "a"),
            new SlotVote(2, Scene.own(), Value.NO_OP),
            vote(3, Scene.own(), "c"));
    assertThat(proposer.said(LearnerNotice.Leading.class))
        .containsExactly(new LearnerNotice.Leading(Scene.own(), 1, 3));
  }

  /** L3, mistake 20. */
  @Test
  void nothingIsProposedOnAPartialAnswer() {
    proposer.hear(N1, Scene.nothing(1));
    proposer.hear(N2, Scene.page(1, 2, List.of(value("a")), List.of(), 2));
    assertThat(proposer.said(Prepare.class)).containsExactly(new Prepare(Scene.own(), 2));
    proposer.hear(N2, Scene.page(2, 2, List.of(value("b")), List.of(vote(3, B1, "c")), 4));
    assertThat(proposer.said(Accept.class)).isEmpty();
    assertThat(proposer.state()).isInstanceOf(Preparing.class);

    proposer.hear(N2, Scene.page(4, 2, List.of(), List.of(vote(4, B1, "d")), 5));
    assertThat(proposer.said(Accept.class)).isEmpty();
    proposer.hear(N2, Scene.page(5, 2, List.of(), List.of(vote(6, B1, "f")), 0));

    assertThat(Scene.proposals(proposer))
        .containsExactly(
            vote(3, Scene.own(), "c"),
            vote(4, Scene.own(), "d"),
            new SlotVote(5, Scene.own(), Value.NO_OP),
            vote(6, Scene.own(), "f"));
  }

  @Test
  void pagesThatComeTwiceOrOutOfOrderAreDropped() {
    Promise first = Scene.page(1, 0, List.of(), List.of(vote(1, B1, "a")), 2);
    Promise last = Scene.page(2, 0, List.of(), List.of(vote(2, B1, "b")), 0);
    proposer.hear(N1, Scene.nothing(1)).hear(N2, first);
    ProposerState before = proposer.state();

    assertThat(proposer.hear(N2, first).state()).isEqualTo(before);
    assertThat(proposer.hear(N2, Scene.nothing(3)).state()).isEqualTo(before);
    assertThat(proposer.hear(N2, last).state()).isInstanceOf(Leading.class);
  }

  @Test
  void thePageThatIsMissingIsAskedForAgain() {
    proposer.hear(N1, Scene.nothing(1));
    proposer.hear(N2, Scene.page(1, 0, List.of(), List.of(vote(1, B1, "a")), 2));

    proposer.after(250);

    assertThat(proposer.said(Prepare.class))
        .containsExactly(new Prepare(Scene.own(), 2), new Prepare(Scene.own(), 1));
    assertThat(proposer.receivers(Prepare.class)).containsExactly(N2, N3);
  }

  @Test
  void chosenValuesGoToTheLearnerOnceAndAreNotProposed() {
    proposer.hear(N1, Scene.page(1, 2, List.of(value("a"), value("b")), List.of(), 0));
    assertThat(proposer.said(Recalled.class))
        .containsExactly(new Recalled(1, List.of(value("a"), value("b"))));

    List<Value> three = List.of(value("a"), value("b"), value("c"));
    proposer.hear(N2, Scene.page(1, 3, three, List.of(vote(4, B1, "d")), 0));

    assertThat(proposer.said(Recalled.class)).containsExactly(new Recalled(3, List.of(value("c"))));
    assertThat(Scene.proposals(proposer)).containsExactly(vote(4, Scene.own(), "d"));
    assertThat(proposer.said(LearnerNotice.Leading.class))
        .containsExactly(new LearnerNotice.Leading(Scene.own(), 4, 4));
  }

  @Test
  void aVoteForASlotThatAnotherKnowsToBeChosenDoesNotCount() {
    proposer.hear(N1, votes(vote(1, B3, "mine"), vote(2, B3, "b")));
    proposer.hear(N2, Scene.page(1, 1, List.of(value("chosen")), List.of(), 0));

    assertThat(Scene.proposals(proposer)).containsExactly(vote(2, Scene.own(), "b"));
  }

  /** L4: what is chosen is not proposed again, in whichever order vote and value are told. */
  @Test
  void noVoteIsKeptForASlotThatIsKnownToBeChosen() {
    Promise voted = votes(vote(2, B3, "mine"), vote(3, B3, "c"));
    Promise told = Scene.page(1, 2, List.of(value("a"), value("b")), List.of(), 0);
    for (List<Promise> order : List.of(List.of(voted, told), List.of(told, voted))) {
      Recovery recovery = Recovery.from(0, 0).with(N1, order.get(0)).with(N2, order.get(1));

      assertThat(recovery.chosenThrough()).isEqualTo(2);
      assertThat(recovery.votes()).containsOnlyKeys(3L);
    }
  }

  /** n2 has told slots 1 to 5 while n1 was at its second page: n1 need not tell them again. */
  @Test
  void whatAnotherHasToldToBeChosenIsSkippedInTheNextQuestion() {
    proposer.hear(N1, Scene.page(1, 3, List.of(value("a")), List.of(), 2));
    List<Value> five = List.of(value("a"), value("b"), value("c"), value("d"), value("e"));
    proposer.hear(N2, Scene.page(1, 5, five, List.of(), 0));

    proposer.hear(N1, Scene.page(2, 3, List.of(value("b")), List.of(), 3));

    assertThat(proposer.said(Prepare.class)).containsExactly(new Prepare(Scene.own(), 6));
  }

  /** The acceptor learned slots 1 to 3 between its pages: it must tell their values, not votes. */
  @Test
  void anAcceptorThatLearnsBetweenItsPagesIsAskedAnew() {
    proposer.hear(N1, Scene.nothing(1));
    proposer.hear(N2, Scene.page(1, 0, List.of(), List.of(vote(1, B1, "stale")), 3));

    proposer.hear(N2, Scene.page(3, 3, List.of(value("c")), List.of(), 0));
    assertThat(proposer.said(Recalled.class)).isEmpty();
    assertThat(proposer.said(Prepare.class)).containsExactly(new Prepare(Scene.own(), 1));
    assertThat(proposer.state()).isInstanceOf(Preparing.class);

    List<Value> chosen = List.of(value("a"), value("b"), value("c"));
    proposer.hear(N2, Scene.page(1, 3, chosen, List.of(), 0));
    assertThat(proposer.said(Recalled.class)).containsExactly(new Recalled(1, chosen));
    assertThat(Scene.proposals(proposer)).isEmpty();
  }

  /** A2: the same ballot with two values is a breach somewhere; nothing may be built on it. */
  @Test
  void twoValuesUnderOneBallotHalt() {
    proposer.hear(N1, votes(vote(1, B1, "a")));

    assertThatThrownBy(() -> proposer.hear(N2, votes(vote(1, B1, "b"))))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("A2");
  }

  /** Every pair of reports for one slot: nothing, or a vote under one of three ballots. */
  @Test
  void ofAllPairsOfReportsTheHigherWins() {
    List<List<SlotVote>> reports =
        List.of(
            List.of(),
            List.of(vote(1, B1, "b1")),
            List.of(vote(1, B2, "b2")),
            List.of(vote(1, B3, "b3")));
    for (int i = 0; i < reports.size(); i++) {
      for (int j = 0; j < reports.size(); j++) {
        Driver<ProposerState, ProposerMessage, ProposerNotice> candidate =
            Scene.campaigning()
                .hear(N1, votes(reports.get(i).toArray(SlotVote[]::new)))
                .hear(N2, votes(reports.get(j).toArray(SlotVote[]::new)));

        int highest = Math.max(i, j);
        assertThat(Scene.proposals(candidate))
            .isEqualTo(highest == 0 ? List.of() : List.of(vote(1, Scene.own(), "b" + highest)));
      }
    }
  }
}
