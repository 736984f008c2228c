package dev.synod.acceptor;

import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.N3;
import static dev.synod.acceptor.Given.accept;
import static dev.synod.acceptor.Given.after;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.choose;
import static dev.synod.acceptor.Given.decide;
import static dev.synod.acceptor.Given.learned;
import static dev.synod.acceptor.Given.post;
import static dev.synod.acceptor.Given.prepare;
import static dev.synod.acceptor.Given.send;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorMessage.Survey;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of an acceptor, one by one; AcceptorRelationsTest has their combinations. */
class AcceptorStateTest {
  private static final Ballot LOW = ballot(1, N1);
  private static final Ballot HIGH = ballot(2, N2);
  private static final Ballot HIGHER = ballot(3, N3);

  /** Rule A1, L1: the promise holds for all slots, and tells what is held from a slot on. */
  @Test
  void promisesAHigherBallotAndTellsWhatItHolds() {
    AcceptorState state =
        after(EMPTY, learned(1, "a", "b"), accept(LOW, 3, "c"), accept(LOW, 5, "e"));

    Decision decision = decide(state, prepare(HIGH, 2));

    assertThat(after(state, decision).promised()).isEqualTo(HIGH);
    assertThat(decision.say())
        .containsExactly(
            send(
                N2,
                new Promise(
                    HIGH,
                    2,
                    2,
                    List.of(value("b")),
                    List.of(vote(3, LOW, "c"), vote(5, LOW, "e")),
                    0,
                    0)),
            post(new Voted(List.of(), 2, 1)));
  }

  /** Rule A1: the same attempt gets the same answer, without a write. */
  @Test
  void onlyReadsWhenTheSameBallotIsPreparedAgain() {
    AcceptorState state = after(EMPTY, prepare(HIGH, 1));

    Decision decision = decide(state, prepare(HIGH, 1));

    assertThat(decision.remember()).isEmpty();
    assertThat(decision.say())
        .containsExactly(send(N2, new Promise(HIGH, 1, 0, List.of(), List.of(), 0, 0)));
  }

  /** Rule A5: the promise that a Nack tells is in the same write. */
  @Test
  void refusesALowerBallotWithThePromise() {
    Decision decision = decide(EMPTY, prepare(HIGH, 1), prepare(LOW, 1), accept(LOW, 1, "a"));

    assertThat(decision.say())
        .containsExactly(
            send(N2, new Promise(HIGH, 1, 0, List.of(), List.of(), 0, 0)),
            send(N1, new Nack(LOW, HIGH)),
            send(N1, new Nack(LOW, HIGH)),
            post(new Voted(List.of(), 0, 0)));
    assertThat(decision.remember().orElseThrow().promised()).isEqualTo(HIGH);
    assertThat(decision.remember().orElseThrow().votes()).isEmpty();
  }

  /** Rule A2: one write sets promise and vote; rule A4: they are two variables. */
  @Test
  void aVoteRaisesThePromiseInTheSameWrite() {
    Decision decision = decide(EMPTY, accept(HIGH, 7, "x"));

    AcceptorState state = after(EMPTY, decision);
    assertThat(state.promised()).isEqualTo(HIGH);
    assertThat(state.voteAt(7)).contains(vote(7, HIGH, "x"));
    assertThat(after(state, prepare(HIGHER, 1)).voteAt(7)).contains(vote(7, HIGH, "x"));
  }

  /** Rule A2: values are never compared to decide. */
  @Test
  void aHigherBallotReplacesTheVoteWhateverItsValue() {
    AcceptorState state = after(EMPTY, accept(LOW, 1, "old"));

    assertThat(after(state, accept(HIGH, 1, "new")).voteAt(1)).contains(vote(1, HIGH, "new"));
  }

  /** Rule A2: the same ballot, the same slot, another value: somebody shares a ballot. */
  @Test
  void haltsWhenABallotHasTwoValuesForASlot() {
    AcceptorState state = after(EMPTY, accept(LOW, 1, "a"));

    assertThatThrownBy(() -> state.decide(List.of(accept(LOW, 1, "b")), Given.terms(Given.PAGE)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("A2");
  }

  /** Rule C3: no cumulative acknowledgement; all of one ballot in one message. */
  @Test
  void acknowledgesEverySlotByNameInOneMessagePerBallot() {
    Decision decision =
        decide(
            EMPTY,
            accept(LOW, 4, "d"),
            accept(LOW, 2, "b"),
            accept(LOW, 4, "d"),
            accept(HIGH, 2, "B"),
            accept(HIGH, 9, "i"));

    assertThat(decision.say())
        .containsExactly(
            send(N1, new Accepted(LOW, List.of(2L, 4L))),
            send(N2, new Accepted(HIGH, List.of(2L, 9L))),
            post(
                new Voted(
                    List.of(vote(2, HIGH, "B"), vote(4, LOW, "d"), vote(9, HIGH, "i")), 0, 0)));
  }

  /** The acknowledgement goes to the learner beside the proposer, whoever handed the Accept on. */
  @Test
  void acknowledgesToTheOwnerOfTheBallot() {
    Decision decision = decide(EMPTY, Given.from(N3, new Accept(HIGH, 1, value("a"), 0)));

    assertThat(decision.say()).contains(send(N2, new Accepted(HIGH, List.of(1L))));
  }

  /**
   * Rule C1 without a breach: n2 chose "b" with n3 under a ballot that this acceptor has never
   * heard of, and this acceptor learned "b"; only then the Accept of the earlier ballot arrives.
   */
  @Test
  void dropsALateProposalOfAnotherValueForAChosenSlot() {
    AcceptorState state = after(EMPTY, prepare(LOW, 1), learned(1, "b"));

    Decision decision = decide(state, accept(LOW, 1, "a"));

    assertThat(decision.say()).isEmpty();
    assertThat(after(state, decision)).isEqualTo(state);
  }

  /** Rule B6: a corrupt ballot must not burn the rounds. */
  @Test
  void refusesARoundThatIsAbsurdlyFarAhead() {
    long farthest = LOW.round() + (1L << 40);
    AcceptorState state = after(EMPTY, prepare(LOW, 1));
    Ballot absurd = ballot(farthest + 1, N2);

    Decision prepare = decide(state, prepare(absurd, 1));
    Decision accept = decide(state, accept(absurd, 1, "a"));

    assertThat(prepare.remember()).isEmpty();
    assertThat(prepare.say()).containsExactly(send(N2, new Nack(absurd, LOW)));
    assertThat(prepare.alarms()).singleElement().asString().contains(absurd.toString());
    assertThat(accept).isEqualTo(prepare);
    assertThat(after(state, prepare(ballot(farthest, N2), 1)).promised().round())
        .isEqualTo(farthest);
  }

  /** Promises belong to one epoch, and no attempt has round 0. */
  @Test
  void dropsBallotsThatNoMemberOfTheEpochHas() {
    for (Ballot foreign :
        List.of(new Ballot(0, 9, N2), new Ballot(2, 1, N2), new Ballot(1, 0, N2), Ballot.NONE)) {
      Decision decision = decide(EMPTY, prepare(foreign, 1), accept(foreign, 1, "a"));

      assertThat(decision.remember()).isEmpty();
      assertThat(decision.say()).isEmpty();
      // One of another epoch is a member that has come further, or less far.
      assertThat(decision.alarms()).hasSize(foreign.round() < 1 ? 2 : 0);
    }
  }

  /** Rule R1: a read counts only promises that are exactly the leader's ballot. */
  @Test
  void confirmsExactlyItsPromise() {
    AcceptorState state = after(EMPTY, prepare(HIGH, 1));

    assertThat(decide(state, Given.from(N2, new Confirm(HIGH, 8))).say())
        .containsExactly(send(N2, new Confirmed(HIGH, 8, 0)));
    assertThat(decide(state, Given.from(N1, new Confirm(LOW, 8))).say())
        .containsExactly(send(N1, new Nack(LOW, HIGH)));
    assertThat(decide(state, Given.from(N3, new Confirm(HIGHER, 8))).say()).isEmpty();
  }

  /** Rule C2: a vote under another ballot may be a stale loser. */
  @Test
  void choosesOwnVotesUnderExactlyThatBallotWithoutAGap() {
    AcceptorState state =
        after(
            EMPTY,
            accept(LOW, 3, "stale"),
            accept(HIGH, 1, "a"),
            accept(HIGH, 2, "b"),
            accept(HIGH, 4, "d"));

    assertThat(after(state, choose(HIGH, 1)).log().values()).containsExactly(value("a"));
    assertThat(after(state, choose(LOW, 4)).log().values()).isEmpty();
    assertThat(after(state, choose(HIGHER, 4)).log().values()).isEmpty();
    AcceptorState grown = after(state, choose(HIGH, 4));
    assertThat(grown.log().values()).containsExactly(value("a"), value("b"));
    assertThat(grown.votes()).containsOnlyKeys(3L, 4L);
  }

  /** Learned values are no votes and leave the promise untouched; a gap is not skipped. */
  @Test
  void learnsWhatFollowsAndDropsTheVotesThere() {
    AcceptorState state = after(EMPTY, accept(LOW, 1, "stale"), accept(LOW, 3, "c"));

    AcceptorState grown = after(state, learned(1, "a", "bb"));

    assertThat(grown.log().values()).containsExactly(value("a"), value("bb"));
    assertThat(grown.votes()).containsOnlyKeys(3L);
    assertThat(grown.promised()).isEqualTo(LOW);
    assertThat(grown.logTime()).isEqualTo(2);
    assertThat(after(grown, learned(4, "d"))).isEqualTo(grown);
    assertThat(after(grown, learned(2, "bb", "c")).chosenThrough()).isEqualTo(3);
  }

  /** Rule R4: of what is only voted for, too, as soon as it is durable. */
  @Test
  void namesTheHighestSlotThatMayBeChosen() {
    Request survey = Given.from(N3, new Survey(9));

    assertThat(decide(EMPTY, survey).say()).containsExactly(send(N3, new Surveyed(9, 0)));
    AcceptorState state = after(EMPTY, learned(1, "a", "b"));
    assertThat(decide(state, survey).say()).containsExactly(send(N3, new Surveyed(9, 2)));
    assertThat(decide(state, accept(LOW, 5, "e"), survey).say())
        .contains(send(N3, new Surveyed(9, 5)));
  }

  /** Rule C1: chosen is for ever. */
  @Test
  void haltsWhenAChosenSlotIsToldAnotherValue() {
    AcceptorState state = after(EMPTY, learned(1, "a", "b"));

    assertThatThrownBy(
            () -> state.decide(List.of(learned(1, "a", "x", "c")), Given.terms(Given.PAGE)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("C1")
        .hasMessageContaining("slot 2");
  }

  /** Slots begin at 1. */
  @Test
  void haltsOnASlotBelowTheFirst() {
    for (Request impossible : List.of(accept(LOW, 0, "a"), learned(0, "a"))) {
      assertThatThrownBy(() -> EMPTY.decide(List.of(impossible), Given.terms(Given.PAGE)))
          .isInstanceOf(Invariant.Breach.class);
    }
    assertThat(decide(EMPTY, Given.from(N1, new Prepare(LOW, -3))).say())
        .contains(send(N1, new Promise(LOW, 1, 0, List.of(), List.of(), 0, 0)));
  }

  /** An empty page sends the asker on to somebody else. */
  @Test
  void answersACatchUpWithoutAWrite() {
    AcceptorState state = after(EMPTY, learned(1, "a", "b", "c"));

    Decision decision =
        decide(
            state,
            Given.from(N2, new CatchUp(2)),
            Given.from(N2, new CatchUp(4)),
            Given.from(N3, new CatchUp(0)));

    assertThat(decision.remember()).isEmpty();
    assertThat(decision.say())
        .containsExactly(
            send(N2, new CatchUpPage(2, List.of(value("b"), value("c")), 3, 0)),
            send(N2, new CatchUpPage(4, List.of(), 3, 0)),
            send(N3, new CatchUpPage(1, List.of(value("a"), value("b"), value("c")), 3, 0)));
  }

  /** Each request sees those before it in the pile, since all of them become durable together. */
  @Test
  void decidesOverAPileInItsOrder() {
    Decision decision =
        decide(
            EMPTY,
            accept(LOW, 1, "a"),
            Given.from(N1, new Confirm(LOW, 5)),
            choose(LOW, 1),
            prepare(HIGH, 1),
            accept(LOW, 2, "late"));

    assertThat(decision.say())
        .containsExactly(
            send(N1, new Confirmed(LOW, 5, 0)),
            send(N2, new Promise(HIGH, 1, 1, List.of(value("a")), List.of(), 0, 0)),
            send(N1, new Nack(LOW, HIGH)),
            send(N1, new Accepted(LOW, List.of(1L))),
            post(new Voted(List.of(vote(1, LOW, "a")), 1, 1)));
  }
}
