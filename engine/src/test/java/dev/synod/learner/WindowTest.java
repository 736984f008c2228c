package dev.synod.learner;

import static dev.synod.learner.Scene.v;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final int AHEAD = 4;
  private static final Ballot LOW = new Ballot(1, 1, new MemberId("n1"));
  private static final Ballot HIGH = new Ballot(1, 2, new MemberId("n2"));

  /** Memory is bounded by how far votes are kept, and no vote within that is lost. */
  @Test
  void votesAreKeptAsFarAsTheBoundAndNoFurther() {
    Window window = Window.EMPTY.holding(10);

    assertThat(window.voted(vote(14, HIGH), AHEAD).votes()).containsKey(14L);
    assertThat(window.voted(vote(15, HIGH), AHEAD)).isEqualTo(window);
  }

  /** Of two votes in a slot the one of the higher ballot stands (rule A2). */
  @Test
  void anOlderVoteNeverReplacesALaterOne() {
    Window later = Window.EMPTY.voted(vote(1, HIGH), AHEAD);

    assertThat(later.voted(vote(1, LOW), AHEAD)).isEqualTo(later);
    assertThat(Window.EMPTY.voted(vote(1, LOW), AHEAD).voted(vote(1, HIGH), AHEAD))
        .isEqualTo(later);
  }

  private static SlotVote vote(long slot, Ballot ballot) {
    return new SlotVote(slot, ballot, v(slot));
  }
}
