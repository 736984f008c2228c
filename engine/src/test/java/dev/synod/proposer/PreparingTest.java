package dev.synod.proposer;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.ElectorNotice.Elected;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.ProposerNotice.Progress;
import dev.synod.protocol.ProposerNotice.SlotsChosen;
import dev.synod.protocol.ProposerNotice.StepDown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Phase 1 as an attempt: its ballot, whom it asks when, and how it ends. */
class PreparingTest {
  private static final List<Ballot> NOT_OWN =
      List.of(ballot(4, N1), ballot(5, N2), ballot(5, new MemberId("n0")), ballot(6, N1));

  private static final List<Supplier<Driver<ProposerState, ProposerMessage, ProposerNotice>>>
      PHASES =
          List.of(
              Scene::idle,
              Scene::campaigning,
              () -> Scene.campaigning().hear(N1, Scene.nothing(1)),
              () -> Scene.leading().hear(N3, Scene.submit(1, 1)));

  /** B4, mistake 10: in every phase, an answer under any ballot but the own one is no answer. */
  @Test
  void answersOfOtherAttemptsChangeNothing() {
    for (Supplier<Driver<ProposerState, ProposerMessage, ProposerNotice>> phase : PHASES) {
      for (Ballot other : NOT_OWN) {
        Driver<ProposerState, ProposerMessage, ProposerNotice> proposer = phase.get();
        ProposerState before = proposer.state();
        for (MemberId from : Scene.voters(3)) {
          proposer.hear(from, new Promise(other, 1, 0, List.of(), List.of(), 0, 0));
          assertThat(proposer.state()).isEqualTo(before);
          for (Ballot promised : List.of(Ballot.NONE, other, ballot(9, N3))) {
            proposer.hear(from, new Nack(other, promised));
            assertThat(proposer.state()).isEqualTo(before);
            assertThat(proposer.said()).isEmpty();
          }
        }
        proposer.told(new SlotsChosen(other, List.of(1L), 0));
        assertThat(proposer.state()).isEqualTo(before);
      }
    }
  }

  /** B2: the own promise is durable before anybody else hears of the ballot. */
  @Test
  void nobodyElseIsAskedBeforeTheOwnAcceptorHasPromised() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer = Scene.campaigning();

    assertThat(proposer.said(Prepare.class)).containsExactly(new Prepare(Scene.own(), 1));
    assertThat(proposer.receivers(Prepare.class)).containsExactly(N1);
    assertThat(proposer.after(250).receivers(Prepare.class)).containsExactly(N1);

    proposer.hear(N1, Scene.nothing(1));
    assertThat(proposer.receivers(Prepare.class)).containsExactly(N2, N3);
  }

  @Test
  void whoHasNotAnsweredIsAskedAgain() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.campaigning().hear(N1, Scene.nothing(1));

    assertThat(proposer.after(249).said()).isEmpty();
    assertThat(proposer.after(1).receivers(Prepare.class)).containsExactly(N2, N3);
    assertThat(proposer.after(249).said()).isEmpty();
  }

  /** A doubled promise of one member is no quorum (mistake 11). */
  @Test
  void theOwnPromiseTwiceIsNoQuorum() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.campaigning().hear(N1, Scene.nothing(1)).hear(N1, Scene.nothing(1));

    assertThat(proposer.state()).isInstanceOf(Preparing.class);

    proposer.hear(N3, Scene.nothing(1));
    assertThat(proposer.state()).isInstanceOf(Leading.class);
    assertThat(proposer.said(Elected.class)).containsExactly(new Elected(Scene.own()));
    assertThat(proposer.said(LearnerNotice.Leading.class))
        .containsExactly(new LearnerNotice.Leading(Scene.own(), 1, 0));
  }

  /** Rule L2, mistake 19: what a peer has truncated is chosen, and nobody has promised it here. */
  @Test
  void truncatedIsNotEmpty() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.campaigning().hear(N1, Scene.nothing(1)).hear(N2, truncated(1, 1));

    assertThat(proposer.state()).isInstanceOf(Idle.class);
    assertThat(proposer.said(Deposed.class)).hasSize(1);
  }

  /** Once others have told those slots, the one that has truncated them is asked for the rest. */
  @Test
  void whoHasTruncatedWhatIsKnownByNowIsAskedFromThereOn() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.campaigning()
            .hear(N1, Scene.nothing(1))
            .hear(N2, Scene.page(1, 9, List.of(Cast.value("a"), Cast.value("b")), List.of(), 3))
            .hear(N3, truncated(1, 2));

    assertThat(proposer.state()).isInstanceOf(Preparing.class);
    assertThat(proposer.said(Prepare.class)).containsExactly(new Prepare(Scene.own(), 3));
    assertThat(proposer.receivers(Prepare.class)).containsExactly(N3);
  }

  private static Promise truncated(long from, long through) {
    return new Promise(Scene.own(), from, through, List.of(), List.of(), 0, through);
  }

  /** B1, B5, mistakes 1 and 12: each attempt goes above all that was used or met. */
  @Test
  void noBallotIsUsedTwice() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer = Scene.idle();
    List<Ballot> used = new ArrayList<>();
    Ballot met = Ballot.NONE;
    for (int attempt = 0; attempt < 20; attempt++) {
      proposer.told(new Campaign(Ballot.NONE));
      Ballot ballot = proposer.said(Prepare.class).get(0).ballot();
      assertThat(used).allMatch(ballot::above);
      assertThat(ballot.above(met)).isTrue();
      used.add(ballot);

      if (attempt % 3 == 0) {
        met = ballot(ballot.round() + attempt, N3);
        proposer.hear(N2, new Nack(ballot, met));
      } else if (attempt % 3 == 1) {
        proposer.after(2000);
      } else {
        proposer.told(new StepDown());
      }

      assertThat(proposer.state()).isInstanceOf(Idle.class);
      assertThat(proposer.said(Deposed.class)).containsExactly(new Deposed(met.max(ballot)));
    }
  }

  @Test
  void whoIsRefusedTriesNoFurtherByItself() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.campaigning()
            .hear(N1, Scene.nothing(1))
            .hear(N2, new Nack(Scene.own(), NOT_OWN.get(1)));

    for (int i = 0; i < 10; i++) {
      assertThat(proposer.after(1000).said()).isEmpty();
    }
  }

  /** A leader gives up for a higher promise only; a doubled refusal of a lower one is noise. */
  @Test
  void aLeaderYieldsToAHigherPromiseOnly() {
    for (Ballot promised : List.of(Ballot.NONE, ballot(5, new MemberId("n0")), Scene.own())) {
      assertThat(Scene.leading().hear(N2, new Nack(Scene.own(), promised)).state())
          .isInstanceOf(Leading.class);
    }
    for (Ballot promised : List.of(ballot(5, N2), ballot(6, N1))) {
      Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
          Scene.leading().hear(N2, new Nack(Scene.own(), promised));

      assertThat(proposer.state()).isInstanceOf(Idle.class);
      assertThat(proposer.said(LearnerNotice.Following.class)).hasSize(1);
      assertThat(proposer.said(Deposed.class)).containsExactly(new Deposed(promised));
    }
  }

  @Test
  void aCampaignOrderIsForTheIdleOnly() {
    for (Supplier<Driver<ProposerState, ProposerMessage, ProposerNotice>> phase :
        PHASES.subList(1, PHASES.size())) {
      Driver<ProposerState, ProposerMessage, ProposerNotice> proposer = phase.get();
      ProposerState before = proposer.state();

      assertThat(proposer.told(new Campaign(ballot(9, N3))).state()).isEqualTo(before);
    }
  }

  /** What only is known to be chosen, without being in the journal, is proposed again. */
  @Test
  void aCampaignAsksForWhatComesAfterTheOwnJournal() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.idle().told(new Progress(7, 70)).told(new Campaign(Ballot.NONE));

    assertThat(proposer.said(Prepare.class)).extracting(Prepare::from).containsExactly(8L);
  }

  @Test
  void aSingleMemberLeadsByItsOwnPromise() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> proposer =
        Scene.idle(1, 4, 1000).told(new Campaign(ballot(4, N3))).hear(N1, Scene.nothing(1));

    assertThat(proposer.state()).isInstanceOf(Leading.class);
  }
}
