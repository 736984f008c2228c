package dev.synod.acceptor;

import static dev.synod.acceptor.Given.DISK;
import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.GROUP;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.accept;
import static dev.synod.acceptor.Given.after;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.choose;
import static dev.synod.acceptor.Given.decide;
import static dev.synod.acceptor.Given.prepare;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.Cast;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules M1 and M2 at an acceptor: when it votes in which epoch. */
class EpochTest {
  private static final Ballot FIRST = ballot(5, N2);
  private static final Ballot SECOND = new Ballot(2, 6, N2);

  private static Request sign(long slot, Optional<MemberId> successor) {
    return Given.from(
        N2, new Accept(FIRST, slot, new Value.StopSign(7, Cast.epoch(2), successor), 0));
  }

  private static AcceptorState voted(Optional<MemberId> successor) {
    return after(EMPTY, accept(FIRST, 1, "a"), sign(2, successor), accept(FIRST, 3, "void"));
  }

  @Test
  void aChosenStopSignEndsTheEpochAndVoidsTheVotesBehindIt() {
    AcceptorState before = voted(Optional.empty());

    Decision decision = decide(before, choose(FIRST, 2));
    AcceptorState entered = after(before, decision);

    assertThat(before.voteAt(3)).isPresent();
    assertThat(entered.epoch()).isEqualTo(2);
    assertThat(entered.votes()).isEmpty();
    assertThat(entered.chosenThrough()).isEqualTo(2);
    assertThat(entered.promised()).isEqualTo(FIRST);
    assertThat(entered.configuration()).contains(Cast.epoch(2));
    assertThat(decision.entered()).contains(new Entry(Cast.epoch(2), Optional.empty()));
  }

  /** Rule B2: one write less before the first Prepare of the next epoch. */
  @Test
  void whoIsToLeadPromisesInTheSameWrite() {
    AcceptorState before = voted(Optional.of(N1));

    Decision decision = decide(before, choose(FIRST, 2));

    Ballot own = new Ballot(2, 6, N1);
    assertThat(decision.entered()).contains(new Entry(Cast.epoch(2), Optional.of(own)));
    assertThat(after(before, decision).promised()).isEqualTo(own);
    assertThat(after(after(before, decision), prepare(own, 3)).counter())
        .isEqualTo(after(before, decision).counter());
  }

  @Test
  void anotherDiskUnderTheNameOfTheSuccessorPromisesNothing() {
    AcceptorState stranger =
        AcceptorState.empty(new Identity(GROUP, N1, new Incarnation(new UUID(9, 9))));
    AcceptorState before = after(stranger, sign(1, Optional.of(N1)));

    assertThat(after(before, choose(FIRST, 1)).promised()).isEqualTo(FIRST);
  }

  @Test
  void answersOnlyInTheEpochOfItsLog() {
    AcceptorState before = voted(Optional.empty());
    AcceptorState entered = after(before, choose(FIRST, 2));

    assertThat(decide(before, prepare(SECOND, 3)).say()).isEmpty();
    assertThat(decide(entered, prepare(ballot(9, N2), 3)).say()).isEmpty();
    assertThat(decide(entered, accept(ballot(9, N2), 3, "late")).remember()).isEmpty();
    assertThat(decide(entered, prepare(SECOND, 3)).say())
        .contains(Given.send(N2, new Promise(SECOND, 3, 2, List.of(), List.of(), 0, 0)));
    assertThat(after(entered, accept(SECOND, 3, "b")).voteAt(3))
        .contains(new SlotVote(3, SECOND, value("b")));
  }

  /** A member that lags goes through the epochs that it has missed. */
  @Test
  void learnedStopSignsLeadOn() {
    Value.StopSign second = Cast.stopSign(2);
    Value.StopSign third = Cast.stopSign(3);

    Decision decision =
        decide(
            voted(Optional.empty()),
            within(new AcceptorNotice.Learned(1, List.of(value("a"), second, value("b"), third))));

    assertThat(decision.entered()).contains(new Entry(Cast.epoch(3), Optional.empty()));
    assertThat(decision.remember().orElseThrow().epoch()).isEqualTo(3);
  }

  @Test
  void aStopSignOfAnyOtherEpochIsABreach() {
    AcceptorState before = voted(Optional.empty());
    Request third = within(new AcceptorNotice.Learned(1, List.of(Cast.stopSign(3))));

    assertThatThrownBy(() -> decide(before, third))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("M1");
  }

  /** Rule M2: in a later epoch it votes only from a base that reaches it. */
  @Test
  void aSnapshotOfALaterEpochIsTheWholeBase() {
    Request release =
        within(new AcceptorNotice.Release(90, 70, 40, Long.MAX_VALUE, Cast.epoch(3), true));

    Decision decision = decide(voted(Optional.empty()), release);
    AcceptorState entered = after(voted(Optional.empty()), decision);

    assertThat(entered.epoch()).isEqualTo(3);
    assertThat(entered.truncatedTo()).isEqualTo(90);
    assertThat(entered.chosenThrough()).isEqualTo(90);
    assertThat(decision.entered()).contains(new Entry(Cast.epoch(3), Optional.empty()));
  }

  /** Rule W1: no snapshot of a witness could tell what the stop-sign said that it has dropped. */
  @Test
  void whatAWitnessDropsLeavesTheConfigurationInEachEvent() {
    Request release =
        within(new AcceptorNotice.Release(90, 70, 40, Long.MAX_VALUE, Cast.epoch(3), false));
    AcceptorState entered = after(voted(Optional.empty()), release);
    Decision last = decide(entered, prepare(new Ballot(3, 7, N1), 91));

    AcceptorState replayed =
        AcceptorState.empty(new Identity(GROUP, N1, DISK)).after(last.remember().orElseThrow());

    assertThat(entered.configuration()).contains(Cast.epoch(3));
    assertThat(replayed.configuration()).contains(Cast.epoch(3));
    assertThat(
            after(replayed, within(new AcceptorNotice.Learned(91, List.of(Cast.stopSign(4)))))
                .configuration())
        .contains(Cast.epoch(4));
  }

  @Test
  void aSnapshotOfItsOwnEpochKeepsTheTail() {
    AcceptorState state =
        after(EMPTY, accept(FIRST, 1, "a"), accept(FIRST, 2, "b"), choose(FIRST, 2));

    AcceptorState cut =
        after(
            state,
            within(new AcceptorNotice.Release(2, 7, 1, Long.MAX_VALUE, Cast.epoch(1), true)));

    assertThat(cut.truncatedTo()).isEqualTo(1);
    assertThat(cut.epoch()).isEqualTo(1);
  }

  /** Any suffix of the journal tells the epoch. */
  @Test
  void theLastEventAloneTellsTheEpoch() {
    AcceptorState entered = after(voted(Optional.empty()), choose(FIRST, 2));
    Decision last = decide(entered, prepare(SECOND, 3));

    AcceptorState replayed =
        AcceptorState.empty(new Identity(GROUP, N1, DISK)).after(last.remember().orElseThrow());

    assertThat(replayed.epoch()).isEqualTo(2);
    assertThat(replayed.promised()).isEqualTo(SECOND);
    assertThat(replayed.configuration()).isEmpty();
  }

  @Test
  void votesOfTheNextEpochInTheSameWriteStand() {
    AcceptorState before = voted(Optional.empty());

    AcceptorState entered = after(before, choose(FIRST, 2), accept(SECOND, 3, "b"));

    assertThat(entered.voteAt(3).map(SlotVote::ballot)).contains(SECOND);
  }
}
