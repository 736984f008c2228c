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
import java.util.List;
import java.util.UUID;
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
                HIGH,
                5,
                List.of(vote(4, HIGH, "d"), vote(7, HIGH, "g")),
                3,
                List.of(value("other"), value("d"), value("e"))));
    AcceptorState after = after(STATE, decision);
    assertThat(after.chosen())
        .containsExactly(value("a"), value("b"), value("other"), value("d"), value("e"));
    assertThat(after.votes()).containsOnlyKeys(7L);
  }

  @Test
  void aVoteThatALearnedValueOvertakesInTheSameWriteIsNotChosen() {
    Decision decision = decide(STATE, accept(HIGH, 2, "loser"), learned(2, "winner"));

    assertThat(after(STATE, decision).chosen()).containsExactly(value("a"), value("winner"));
  }

  /** Rule A8: neither a gap nor a repetition is recovered from. */
  @Test
  void refusesAnEventThatDoesNotFollow() {
    for (long counter : new long[] {0, 1, 3, 4}) {
      requireBreach(event(GROUP, N1, DISK, counter, HIGH, 1), "A8", "event " + counter);
    }
    assertThat(STATE.after(event(GROUP, N1, DISK, 2, HIGH, 1)).promised()).isEqualTo(HIGH);
  }

  /** Rules A8 and D1: another group's, member's or disk's journal gives no vote. */
  @Test
  void refusesAnEventOfSomebodyElse() {
    Incarnation otherDisk = new Incarnation(new UUID(0, 2));

    requireBreach(event(new GroupName("x"), N1, DISK, 2, HIGH, 1), "A8", "x");
    requireBreach(event(GROUP, N2, DISK, 2, HIGH, 1), "A8", "n2");
    requireBreach(event(GROUP, N1, otherDisk, 2, HIGH, 1), "A8", otherDisk.toString());
  }

  /** Rule A4: also not by a restart. */
  @Test
  void refusesAnEventThatLowersWhatNeverGoesDown() {
    requireBreach(event(GROUP, N1, DISK, 2, Ballot.NONE, 1), "A4", "1.1.n1");
    requireBreach(event(GROUP, N1, DISK, 2, LOW, 0), "C1", "slot 1 to slot 0");
  }

  @Test
  void refusesAnEventThatNoAcceptorOfTheEpochWrites() {
    requireBreach(event(GROUP, N1, DISK, 2, new Ballot(2, 1, N1), 1), "A8", "epoch 1");
    requireBreach(event(GROUP, N1, DISK, 2, LOW, 4), "A8", "slot 4");
    Recorded voteAbovePromise =
        new Recorded(GROUP, N1, DISK, 2, LOW, 1, List.of(vote(2, HIGH, "b")), 0, List.of());
    requireBreach(voteAbovePromise, "A2", "1.1.n1");
    Recorded voteForChosen =
        new Recorded(GROUP, N1, DISK, 2, LOW, 1, List.of(vote(1, LOW, "a")), 0, List.of());
    requireBreach(voteForChosen, "A2", "slot 1");
  }

  private static Recorded event(
      GroupName group,
      MemberId member,
      Incarnation incarnation,
      long counter,
      Ballot promised,
      long chosenThrough) {
    return new Recorded(
        group, member, incarnation, counter, promised, chosenThrough, List.of(), 0, List.of());
  }

  private static void requireBreach(Recorded event, String rule, String fact) {
    assertThatThrownBy(() -> STATE.after(event))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining(rule)
        .hasMessageContaining(fact);
  }
}
