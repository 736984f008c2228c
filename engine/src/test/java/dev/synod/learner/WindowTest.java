package dev.synod.learner;

import static dev.synod.learner.Scene.v;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import org.junit.jupiter.api.Test;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

class WindowTest {
  private static final int AHEAD = 4;
  private static final Ballot LOW = new Ballot(1, 1, new MemberId("n1"));
  private static final Ballot HIGH = new Ballot(1, 2, new MemberId("n2"));

  /** Memory is bounded by how far votes are kept, and no vote within that is lost. */
  @Test
  void votesAreKeptAsFarAsTheBoundAndNoFurther() {
    Window window = Window.after(0).holding(10);

    assertThat(window.voted(vote(14, HIGH), AHEAD).votes()).containsKey(14L);
    assertThat(window.voted(vote(15, HIGH), AHEAD)).isEqualTo(window);
  }

  /** What is executed but not in the journal yet a crash would take; the other way round, too. */
  @Test
  void executedIsWhatTheReplicaHasAppliedAndTheJournalHolds() {
    assertThat(Window.after(0).holding(10).executed()).isZero();
    assertThat(Window.after(0).holding(10).applied(4).executed()).isEqualTo(4);
    assertThat(Window.after(7).holding(3).executed()).isEqualTo(3);
  }

  /** A journal writes all of it at once, and may hardly be able to write more than one value. */
  @Test
  void whatTheJournalLacksIsHandedToItUntilTheBytesAreReached() {
    Window window = window(0, 0, 0, 3, 1, 3);
    Window gap = window(0, 0, 0, 3, 1, 1);

    assertThat(window.unheld(v(1).size() + 1)).containsExactly(v(1), v(2));
    assertThat(window.unheld(v(1).size())).containsExactly(v(1));
    assertThat(window.holding(1).unheld(1000)).containsExactly(v(2), v(3));
    assertThat(gap.unheld(1000)).containsExactly(v(1));
  }

  /** Of two votes in a slot the one of the higher ballot stands (rule A2). */
  @Test
  void anOlderVoteNeverReplacesALaterOne() {
    Window later = Window.after(0).voted(vote(1, HIGH), AHEAD);

    assertThat(later.voted(vote(1, LOW), AHEAD)).isEqualTo(later);
    assertThat(Window.after(0).voted(vote(1, LOW), AHEAD).voted(vote(1, HIGH), AHEAD))
        .isEqualTo(later);
  }

  /** P3: what stands in the journal and was delivered needs no place in memory. */
  @Test
  void nothingIsKeptOfSlotsThatAreDeliveredAndHeld() {
    Window window = window(4, 5, 7, 9, 0, -1);

    for (long slot = 1; slot <= 5; slot++) {
      assertThat(window.choosing(slot, v(slot))).isEqualTo(window);
    }
    assertThat(window.choosing(6, v(6)).chosen()).containsOnlyKeys(6L);
    for (long slot = 1; slot <= 9; slot++) {
      assertThat(window.voted(vote(slot, HIGH), AHEAD)).isEqualTo(window);
    }
    assertThat(window.voted(vote(10, HIGH), AHEAD).votes()).containsOnlyKeys(10L);
  }

  /** P3: slots 6 to 9 are the journal's next, 13 and 14 the replica's, 41 on are behind a gap. */
  @Test
  void aWindowTooLargeKeepsWhatReplicaAndJournalWaitForNext() {
    Window journalBehind = window(10, 11, 5, 40, 6, 45);

    assertThat(journalBehind.delivering(1, AHEAD).chosen().keySet())
        .containsExactly(6L, 7L, 8L, 9L, 13L, 14L, 41L, 42L, 43L, 44L, 45L);
  }

  /** P3: what is dropped must be asked for again, so nothing is before there is too much. */
  @Test
  void aWindowOfTwiceTheBoundKeepsAll() {
    Window full = window(10, 11, 5, 40, 6, 5 + 2 * AHEAD);

    assertThat(full.delivering(0, AHEAD)).isEqualTo(full);
  }

  /** P3: the journal has the slots through 20 itself; it lacks 21 to 24 next. */
  @Test
  void aWindowTooLargeKeepsNothingThatTheJournalHasButWhatTheReplicaWaitsFor() {
    Window replicaBehind = window(10, 12, 20, 40, 13, 45);

    assertThat(replicaBehind.delivering(0, AHEAD).chosen().keySet())
        .containsExactly(13L, 14L, 21L, 22L, 23L, 24L, 41L, 42L, 43L, 44L, 45L);
  }

  /** With the chosen values of slots {@code first} to {@code last} in memory. */
  private static Window window(
      long applied, long delivered, long held, long through, long first, long last) {
    PSortedMap<Long, Value> chosen = TreePMap.empty();
    for (long slot = first; slot <= last; slot++) {
      chosen = chosen.plus(slot, v(slot));
    }
    return new Window(applied, delivered, held, through, TreePMap.empty(), chosen, false, true);
  }

  private static SlotVote vote(long slot, Ballot ballot) {
    return new SlotVote(slot, ballot, v(slot));
  }
}
