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
import static dev.synod.acceptor.Given.learned;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an event holds, and which events recovery refuses. */
class AcceptorReplayTest {
  private static final Ballot LOW = ballot(1, N1);
  private static final Ballot HIGH = ballot(2, N2);
  private static final AcceptorState STATE =
      after(EMPTY, learned(1, "a"), accept(LOW, 2, "b"), accept(LOW, 3, "c"));

  /** Votes, then learned values, and the prefix takes the rest from the votes. */
  @Test
  void oneEventTellsVotesMarksAndLearnedValuesInAnyOrder() {
    Decision decision =
        decide(
            STATE,
            choose(LOW, 2),
            learned(3, "other"),
            accept(HIGH, 4, "d"),
            choose(HIGH, 4),
            learned(5, "e"),
            accept(HIGH, 7, "g"));

    assertThat(decision.remember())
        .contains(
            new Recorded(
                GROUP,
                N1,
                DISK,
                2,
                1,
                HIGH,
                5,
                List.of(vote(4, HIGH, "d"), vote(7, HIGH, "g")),
                3,
                List.of(value("other"), value("d"), value("e")),
                Cut.NONE));
    AcceptorState after = after(STATE, decision);
    assertThat(after.log().values())
        .containsExactly(value("a"), value("b"), value("other"), value("d"), value("e"));
    assertThat(after.votes()).containsOnlyKeys(7L);
  }

  @Test
  void aVoteThatALearnedValueOvertakesInTheSameWriteIsNotChosen() {
    Decision decision = decide(STATE, accept(HIGH, 2, "loser"), learned(2, "winner"));

    assertThat(after(STATE, decision).log().values()).containsExactly(value("a"), value("winner"));
  }

  /** Rule A8: neither a gap nor a repetition is recovered from. */
  @Test
  void refusesAnEventThatDoesNotFollow() {
    for (long counter : new long[] {0, 1, 3, 4}) {
      requireLost(
          event(GROUP, N1, DISK, counter, HIGH, 1),
          "goes on with event " + counter + ", expected 2: events are missing");
    }
    assertThat(STATE.after(event(GROUP, N1, DISK, 2, HIGH, 1)).promised()).isEqualTo(HIGH);
  }

  /** Rules A8 and D1: another group's, member's or disk's journal gives no vote. */
  @Test
  void refusesAnEventOfSomebodyElse() {
    Incarnation otherDisk = new Incarnation(new UUID(0, 2));

    for (Identity other :
        List.of(
            new Identity(new GroupName("x"), N1, DISK),
            new Identity(GROUP, N2, DISK),
            new Identity(GROUP, N1, otherDisk))) {
      requireLost(
          event(other.group(), other.member(), other.incarnation(), 2, HIGH, 1),
          "has an event of member %s of group %s on disk %s, expected member n1 of group g on disk %s"
              .formatted(other.member(), other.group(), other.incarnation(), DISK));
    }
  }

  /** Rule A4: also not by a restart. */
  @Test
  void refusesAnEventThatLowersThePromise() {
    requireBreach(
        event(GROUP, N1, DISK, 2, Ballot.NONE, 1),
        "A4",
        "event 2 lowers the promise from " + LOW + " to " + Ballot.NONE);
  }

  /** Rule C1: what is chosen stays chosen. */
  @Test
  void refusesAnEventThatLowersTheChosenPrefix() {
    requireBreach(
        event(GROUP, N1, DISK, 2, LOW, 0),
        "C1",
        "event 2 lowers the chosen prefix from slot 1 to slot 0");
  }

  /** Rule A8: an acceptor answers the ballots of its epoch, so it has promised no other. */
  @Test
  void refusesAPromiseAboveTheEpoch() {
    Ballot later = new Ballot(2, 1, N1);

    requireLost(
        event(GROUP, N1, DISK, 2, later, 1),
        "has the promise "
            + later
            + " and epoch 1 in event 2, expected no lower epoch than 1 before");
  }

  /** Rule A8: slots 2 and 3 have their votes, slot 4 has nothing that could be chosen. */
  @Test
  void refusesAChosenSlotWithoutAValue() {
    AcceptorState after = STATE.after(event(GROUP, N1, DISK, 2, LOW, 4));

    requireLost(
        () -> after.recovered(2),
        "has no value for slot 4, but only those through slot 0 may be missing");
    requireLost(
        () -> after.decide(List.of(), Given.terms(Given.PAGE)),
        "has no value for slot 4, but only those through slot 0 may be missing");
  }

  /** Rule A8: the first events may only be missing if an event that is there says so. */
  @Test
  void refusesAJournalWithoutItsFirstEvents() {
    AcceptorState after = Given.EMPTY.after(event(GROUP, N1, DISK, 2, LOW, 0));

    requireLost(
        () -> after.recovered(2),
        "begins with event 2, but only those through event 0 may be missing");
  }

  /** Rule A8. */
  @Test
  void refusesAJournalWithoutItsLastEvents() {
    requireLost(
        () -> STATE.recovered(3), "was given 3 events and gave back 1: the last are missing");
  }

  /** Rule G1: what is gone stays gone, and no event says of itself that it may be deleted. */
  @Test
  void refusesACutThatGoesBackOrReachesTooFar() {
    AcceptorState cut = Given.after(STATE, Given.release(1, 0, 1));
    for (Cut wrong : List.of(Cut.NONE, new Cut(1, 0, 3, Optional.empty()))) {
      Recorded event = new Recorded(GROUP, N1, DISK, 3, 1, LOW, 1, List.of(), 0, List.of(), wrong);
      assertThatThrownBy(() -> cut.after(event))
          .isInstanceOf(Invariant.Breach.class)
          .hasMessage("rule G1 is broken: event 3 makes %s of %s".formatted(wrong, cut.cut()));
    }
  }

  /** Rule A2: a vote is a promise of its ballot, and none is given where the value is known. */
  @Test
  void refusesAVoteAboveThePromiseOrInTheChosenPrefix() {
    for (SlotVote vote : List.of(vote(2, HIGH, "b"), vote(1, LOW, "a"))) {
      requireBreach(
          new Recorded(GROUP, N1, DISK, 2, 1, LOW, 1, List.of(vote), 0, List.of(), Cut.NONE),
          "A2",
          vote
              + " must be above the chosen prefix through slot 1, and not above the promise "
              + LOW);
    }
  }

  private static Recorded event(
      GroupName group,
      MemberId member,
      Incarnation incarnation,
      long counter,
      Ballot promised,
      long chosenThrough) {
    return new Recorded(
        group,
        member,
        incarnation,
        counter,
        1,
        promised,
        chosenThrough,
        List.of(),
        0,
        List.of(),
        Cut.NONE);
  }

  /** The journal is named, what is wrong with it, and what to do. */
  private static void requireLost(Recorded event, String fact) {
    requireLost(() -> STATE.after(event), fact);
  }

  private static void requireLost(ThrowingCallable replay, String fact) {
    assertThatThrownBy(replay)
        .isInstanceOf(Invariant.Breach.class)
        .hasMessage(
            "rule A8 is broken: the journal g|n1|acceptor " + fact + "; replace this member");
  }

  private static void requireBreach(Recorded event, String rule, String fact) {
    assertThatThrownBy(() -> STATE.after(event))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessage("rule " + rule + " is broken: " + fact);
  }
}
