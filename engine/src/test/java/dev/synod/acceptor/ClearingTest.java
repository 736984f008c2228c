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
import static dev.synod.acceptor.Given.send;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.ProposerMessage.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an acceptor frees in memory once all members have executed it, and what stays (G1). */
class ClearingTest {
  private static final Ballot LOW = ballot(1, N1);
  private static final Ballot HIGH = ballot(2, N2);

  /** Slots 1 to 4 are chosen, the fifth is voted for. */
  private static final AcceptorState STATE =
      after(after(EMPTY, learned(1, "a", "b", "c", "d")), accept(LOW, 5, "e"));

  /** Executed 4, 4, 3: cleared through 3. */
  @Test
  void freesMemoryAndNothingElse() {
    AcceptorState cleared = after(STATE, clear(3));

    assertThat(cleared.chosenAt(3)).isEmpty();
    assertThat(cleared.chosenAt(4)).contains(value("d"));
    assertThat(cleared.clearedTo()).isEqualTo(3);
    assertThat(cleared.truncatedTo()).isZero();
    assertThat(cleared.chosenThrough()).isEqualTo(4);
    assertThat(cleared.logTime()).isEqualTo(STATE.logTime());
    assertThat(cleared.promised()).isEqualTo(LOW);
    assertThat(cleared.votes()).isEqualTo(STATE.votes());
    assertThat(cleared.retained()).isEqualTo(STATE.retained());
  }

  /** G1: a value leaves the journal under the own snapshot only. */
  @Test
  void writesNothing() {
    assertThat(decide(STATE, clear(3)).remember()).isEmpty();
    assertThat(decide(STATE, clear(3)).cleared()).isEqualTo(3);
  }

  @Test
  void aReplayBringsEverythingBack() {
    List<Recorded> journal = new ArrayList<>();
    AcceptorState live = EMPTY;
    for (Request request : List.of(learned(1, "a", "b"), clear(2), learned(3, "c"), clear(3))) {
      Decision decision = decide(live, request);
      decision.remember().ifPresent(journal::add);
      live = after(live, decision);
    }
    assertThat(live.chosenAt(3)).isEmpty();

    AcceptorState again = EMPTY;
    for (Recorded event : journal) {
      again = again.after(event);
    }

    assertThat(again.recovered(journal.size()).clearedTo()).isZero();
    assertThat(Pages.catchUp(again, 1, Given.PAGE).values())
        .containsExactly(value("a"), value("b"), value("c"));
  }

  /** What is not durable yet stands in the event that is just being made. */
  @Test
  void clearsNoFurtherThanTheJournalReaches() {
    Decision decision = decide(STATE, learned(5, "e", "f"), clear(6));

    assertThat(decision.cleared()).isEqualTo(4);
    assertThat(decision.remember().orElseThrow().learned()).containsExactly(value("e"), value("f"));
  }

  @Test
  void neverBringsBackByGoingBack() {
    AcceptorState cleared = after(STATE, clear(3));

    assertThat(after(cleared, clear(1))).isEqualTo(cleared);
    assertThat(after(cleared, clear(3))).isEqualTo(cleared);
  }

  /** Rule L2: cleared is not empty. */
  @Test
  void saysThatTheValuesAreGoneInsteadOfShowingNothing() {
    AcceptorState cleared = after(STATE, clear(3));

    assertThat(decide(cleared, prepare(HIGH, 3)).say())
        .contains(send(N2, new Promise(HIGH, 3, 4, List.of(), List.of(), 0, 3)));
    assertThat(decide(cleared, prepare(HIGH, 4)).say())
        .contains(
            send(
                N2,
                new Promise(
                    HIGH, 4, 4, List.of(value("d")), List.copyOf(STATE.votes().values()), 0, 3)));
    assertThat(decide(cleared, Given.from(N3, new CatchUp(1))).say())
        .containsExactly(send(N3, new CatchUpPage(1, List.of(), 4, 3)));
  }

  /** As for a truncated slot: a leader that has not counted it must not wait for ever (A2). */
  @Test
  void anAcceptForAClearedSlotIsAcknowledged() {
    Decision again = decide(after(STATE, clear(3)), accept(HIGH, 2, "b"));

    assertThat(again.say()).contains(send(N2, new Accepted(HIGH, List.of(2L))));
    assertThat(again.remember().orElseThrow().votes()).isEmpty();
  }

  @Test
  void lateNewsOfAClearedSlotIsDropped() {
    AcceptorState cleared = after(STATE, clear(3));

    assertThat(decide(cleared, learned(1, "a")).remember()).isEmpty();
    assertThat(decide(cleared, choose(LOW, 2)).remember()).isEmpty();
  }

  /** The cut comes later, or sooner, and says what it would have said. */
  @Test
  void aSnapshotCutsTheLogAsIfNothingHadBeenCleared() {
    for (long snapshot = 1; snapshot <= 4; snapshot++) {
      Request release = release(snapshot, 0, snapshot);

      Recorded event = decide(after(STATE, clear(3)), release).remember().orElseThrow();

      assertThat(event).isEqualTo(decide(STATE, release).remember().orElseThrow());
      AcceptorState cut = after(after(STATE, clear(3)), release);
      assertThat(cut.clearedTo()).isEqualTo(Math.max(3, snapshot));
      assertThat(after(cut, learned(5, "e")).chosenAt(5)).contains(value("e"));
    }
  }

  /** It tells the epoch's configuration, wherever it stands. */
  @Test
  void theLastStopSignIsRememberedThoughItsSlotIsCleared() {
    AcceptorState entered =
        after(
            EMPTY,
            within(new Learned(1, List.of(value("a"), Cast.stopSign(2), value("b"), value("c")))));

    for (long slot = 1; slot <= 4; slot++) {
      assertThat(after(entered, clear(slot)).configuration()).contains(Cast.epoch(2));
      assertThat(after(after(entered, clear(slot)), clear(4)).configuration())
          .contains(Cast.epoch(2));
    }
  }

  private static Request clear(long through) {
    return within(new Clear(through));
  }
}
