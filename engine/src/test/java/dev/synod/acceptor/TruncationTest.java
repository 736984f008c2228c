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
import static dev.synod.acceptor.Given.prepare;
import static dev.synod.acceptor.Given.release;
import static dev.synod.acceptor.Given.releaseBounded;
import static dev.synod.acceptor.Given.send;
import static dev.synod.acceptor.Given.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an acceptor drops once its member has a snapshot, and what it never drops (2.5). */
class TruncationTest {
  private static final Ballot LOW = ballot(1, N1);
  private static final Ballot HIGH = ballot(2, N2);

  /** Slots 1 to 3 are chosen, one event each; the fourth is voted for. */
  private static final AcceptorState STATE =
      after(
          after(after(after(EMPTY, learned(1, "a")), learned(2, "b")), learned(3, "c")),
          accept(LOW, 4, "d"));

  /** Rule G1: what the own snapshot does not cover stays, whatever others say. */
  @Test
  void dropsNothingAboveTheOwnSnapshot() {
    AcceptorState cut = after(STATE, release(2, 0, 3));

    assertThat(cut.truncatedTo()).isEqualTo(2);
    assertThat(cut.chosenAt(2)).isEmpty();
    assertThat(cut.chosenAt(3)).contains(value("c"));
    assertThat(cut.chosenThrough()).isEqualTo(3);
  }

  @Test
  void keepsWhatAMemberThatLagsMayAskFor() {
    AcceptorState cut = after(STATE, release(3, 0, 1));

    assertThat(cut.truncatedTo()).isEqualTo(1);
    assertThat(cut.chosenAt(2)).contains(value("b"));
  }

  /** Else who is away would fill the memory of all others with few large values. */
  @Test
  void keepsNoMoreForThoseThatLagThanItsBound() {
    long each = value("a").size();

    assertThat(after(STATE, releaseBounded(3, 0, 3 * each)).truncatedTo()).isZero();
    assertThat(after(STATE, releaseBounded(3, 0, 3 * each - 1)).truncatedTo()).isEqualTo(1);
    assertThat(after(STATE, releaseBounded(3, 0, 2 * each)).truncatedTo()).isEqualTo(1);
    assertThat(after(STATE, releaseBounded(3, 0, 0)).truncatedTo()).isEqualTo(3);
    assertThat(after(STATE, releaseBounded(3, 2, 2 * each)).truncatedTo()).isEqualTo(2);
  }

  /** Rule G1: the bound counts below the snapshot; what that does not cover stays, however much. */
  @Test
  void keepsWhatTheSnapshotDoesNotCoverHoweverMuchThatIs() {
    assertThat(after(STATE, releaseBounded(1, 0, 0)).truncatedTo()).isEqualTo(1);
    assertThat(after(STATE, releaseBounded(0, 0, 0)).truncatedTo()).isZero();
  }

  @Test
  void neverGoesBack() {
    AcceptorState cut = after(STATE, release(3, 0, 3));

    assertThat(decide(cut, release(2, 0, 2)).remember()).isEmpty();
    assertThat(decide(cut, release(3, 0, 3)).remember()).isEmpty();
  }

  /** It has voted for what the replica has applied, and will soon hear that it is chosen. */
  @Test
  void keepsWhatAPeerMayAskForAlsoIfItDoesNotKnowItAsChosen() {
    AcceptorState voted = after(STATE, accept(LOW, 5, "e"));

    assertThat(after(voted, release(5, 0, 2)).votes()).containsOnlyKeys(4L, 5L);
  }

  /** Rule G4: what all snapshots cover takes the log's place, and nothing else's. */
  @Test
  void aLogThatLagsBehindWhatIsNeededBeginsThereWithPromiseAndVotes() {
    AcceptorState behind =
        after(EMPTY, learned(1, "a"), accept(LOW, 3, "loser"), accept(HIGH, 5, "e"));

    AcceptorState cut = after(behind, release(5, 77, 4));

    assertThat(cut.chosenThrough()).isEqualTo(4);
    assertThat(cut.truncatedTo()).isEqualTo(4);
    assertThat(cut.promised()).isEqualTo(HIGH);
    assertThat(cut.votes()).containsOnlyKeys(5L);
    assertThat(cut.logTime()).isEqualTo(77);
  }

  /** The events that are left must tell the same without those that may be deleted. */
  @Test
  void onlyEventsWithoutAnythingAboveTheCutMayBeDeleted() {
    Recorded event = recorded(decide(STATE, release(2, 0, 2)));

    assertThat(event.cut()).isEqualTo(new Cut(2, 0, 2, Optional.empty()));
    assertThat(recorded(decide(STATE, release(3, 0, 3))).cut().events()).isEqualTo(3);
  }

  /** An old vote for a slot that nobody has chosen holds its event, and all after it. */
  @Test
  void aVoteThatStandsKeepsItsEvent() {
    AcceptorState early = after(after(EMPTY, accept(LOW, 9, "i")), learned(1, "a", "b"));

    assertThat(recorded(decide(early, release(2, 0, 2))).cut().events()).isZero();
  }

  /** A pile in which values are learned and dropped again must not give one slot's to another. */
  @Test
  void valuesLearnedInTheSameWriteKeepTheirSlots() {
    AcceptorState cut = after(STATE, learned(4, "d", "e", "f"), release(5, 0, 5));

    assertThat(cut.chosenThrough()).isEqualTo(6);
    assertThat(cut.chosenAt(6)).contains(value("f"));
    assertThat(cut.truncatedTo()).isEqualTo(5);
  }

  /** Rule L2: truncated is not empty. */
  @Test
  void saysThatItHasTruncatedInsteadOfShowingNothing() {
    AcceptorState cut = after(STATE, choose(LOW, 4), release(2, 0, 2));

    assertThat(decide(cut, prepare(HIGH, 2)).say())
        .contains(send(N2, new Promise(HIGH, 2, 4, List.of(), List.of(), 0, 2)));
    assertThat(decide(cut, prepare(HIGH, 3)).say())
        .contains(
            send(N2, new Promise(HIGH, 3, 4, List.of(value("c"), value("d")), List.of(), 0, 2)));
    assertThat(decide(cut, Given.from(N3, new CatchUp(1))).say())
        .containsExactly(send(N3, new CatchUpPage(1, List.of(), 4, 2)));
  }

  /** A leader that has not counted the slot must not wait for ever; the promise is kept (A2). */
  @Test
  void anAcceptForATruncatedSlotIsAcknowledgedUnlessItsBallotIsTooLow() {
    AcceptorState cut = after(STATE, release(3, 0, 3));

    Decision again = decide(cut, accept(HIGH, 2, "b"));

    assertThat(again.say()).contains(send(N2, new Accepted(HIGH, List.of(2L))));
    assertThat(recorded(again).promised()).isEqualTo(HIGH);
    assertThat(recorded(again).votes()).isEmpty();
    assertThat(decide(after(cut, prepare(HIGH, 4)), accept(LOW, 2, "b")).say())
        .containsExactly(send(N1, new Nack(LOW, HIGH)));
  }

  /** What is told of slots that are long truncated changes nothing. */
  @Test
  void lateNewsOfATruncatedSlotIsDropped() {
    AcceptorState cut = after(STATE, release(3, 0, 3));

    assertThat(decide(cut, learned(1, "another")).remember()).isEmpty();
    assertThat(decide(cut, choose(LOW, 2)).remember()).isEmpty();
  }

  private static Recorded recorded(Decision decision) {
    return decision.remember().orElseThrow();
  }
}
