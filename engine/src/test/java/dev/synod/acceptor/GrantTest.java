package dev.synod.acceptor;

import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.after;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.choose;
import static dev.synod.acceptor.Given.prepare;
import static dev.synod.acceptor.Given.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LeaseTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an acceptor owes to a leader with a lease (rules E1, E4, E5). */
class GrantTest {
  private static final long LENGTH = 800;
  private static final Configuration LEASED = Cast.FOUNDING.with(new LeaseTerms(LENGTH, 10_000));
  private static final Ballot LOW = ballot(1, N1);
  private static final Ballot HIGH = ballot(2, N2);
  private static final AcceptorState OF_N1 = after(EMPTY, prepare(LOW, 1));

  private static Decision decide(AcceptorState state, Grant grant, long now, Request... requests) {
    return AcceptorRules.SOUND.decide(
        state, List.of(requests), new Terms(Given.PAGE, LEASED, grant, now));
  }

  private static Request confirm(Ballot ballot) {
    return Given.from(ballot.member(), new Confirm(ballot, 7));
  }

  private static Grant granted(long now) {
    return decide(OF_N1, Grant.NONE, now, confirm(LOW)).grant();
  }

  @Test
  void whoConfirmsALeaderRefusesAllOthersForSoLong() {
    Decision decision = decide(OF_N1, Grant.NONE, 5000, confirm(LOW));

    assertThat(decision.say()).containsExactly(send(N1, new Confirmed(LOW, 7, LENGTH)));
    assertThat(decision.remember()).isEmpty();
    // The clock may have been about to show the next millisecond.
    Decision kept = decide(OF_N1, decision.grant(), 5000 + LENGTH, prepare(HIGH, 1));
    assertThat(kept.say()).isEmpty();
    assertThat(kept.remember()).isEmpty();
    Decision free = decide(OF_N1, decision.grant(), 5001 + LENGTH, prepare(HIGH, 1));
    assertThat(after(OF_N1, free).promised()).isEqualTo(HIGH);
  }

  @Test
  void itsHolderMayCampaignAgainAndPromisesAreReadAgain() {
    Ballot again = ballot(3, N1);

    assertThat(after(OF_N1, decide(OF_N1, granted(0), 1, prepare(again, 1))).promised())
        .isEqualTo(again);
    assertThat(decide(OF_N1, granted(0), 1, prepare(LOW, 1)).say()).hasSize(1);
  }

  /** What is decided together is decided in order. */
  @Test
  void nothingIsGrantedUnlessThePromiseIsExactlyThatBallot() {
    Decision decision = decide(OF_N1, Grant.NONE, 0, prepare(HIGH, 1), confirm(LOW));

    assertThat(decision.grant()).isEqualTo(Grant.NONE);
    assertThat(decide(OF_N1, Grant.NONE, 0, confirm(HIGH)).grant()).isEqualTo(Grant.NONE);
    Decision other = decide(OF_N1, Grant.NONE, 0, confirm(LOW), prepare(HIGH, 1));
    assertThat(after(OF_N1, other).promised()).isEqualTo(LOW);
  }

  /** A quorum has promised the ballot of whoever proposes: no lease of another can be left. */
  @Test
  void aProposalOfALaterLeaderIsAcceptedAllTheSame() {
    Request accept = Given.from(N2, new Accept(HIGH, 1, Given.value("b"), 0));

    assertThat(after(OF_N1, decide(OF_N1, granted(0), 1, accept)).promised()).isEqualTo(HIGH);
  }

  @Test
  void aGrantIsNotShortenedByALaterOne() {
    Grant late = granted(1000);

    assertThat(decide(OF_N1, late, 500, confirm(LOW)).grant()).isEqualTo(late);
  }

  /** Rule E4. */
  @Test
  void afterARestartNobodyIsPromisedAnything() {
    Grant forgotten = Grant.forgotten(LENGTH, 100);

    assertThat(decide(OF_N1, forgotten, 900, prepare(HIGH, 1)).remember()).isEmpty();
    assertThat(decide(OF_N1, forgotten, 900, prepare(ballot(3, N1), 1)).remember()).isEmpty();
    assertThat(decide(OF_N1, forgotten, 901, prepare(HIGH, 1)).remember()).isPresent();
  }

  /** Rule E5: who proposed the stop-sign had given up its lease. */
  @Test
  void theNextEpochBeginsWithoutGrants() {
    AcceptorState voted = after(OF_N1, Given.from(N1, new Accept(LOW, 1, Cast.stopSign(2), 0)));

    assertThat(decide(voted, granted(0), 1, choose(LOW, 1)).grant()).isEqualTo(Grant.NONE);
    AcceptorState next = after(voted, choose(LOW, 1));
    Terms later = new Terms(Given.PAGE, Cast.epoch(2).with(LEASED.leases()), Grant.NONE, 0);
    Decision late = AcceptorRules.SOUND.decide(next, List.of(confirm(LOW)), later);
    assertThat(late.grant()).isEqualTo(Grant.NONE);
    assertThat(late.say()).isEmpty();
  }

  /** Its member's other roles are in another epoch than it, or there are no leases. */
  @Test
  void withoutTermsNothingIsGranted() {
    for (Configuration other : List.of(Cast.FOUNDING, Cast.epoch(2).with(LEASED.leases()))) {
      Decision decision =
          AcceptorRules.SOUND.decide(
              OF_N1, List.of(confirm(LOW)), new Terms(Given.PAGE, other, Grant.NONE, 0));

      assertThat(decision.grant()).isEqualTo(Grant.NONE);
      assertThat(decision.say()).containsExactly(send(N1, new Confirmed(LOW, 7, 0)));
    }
  }
}
