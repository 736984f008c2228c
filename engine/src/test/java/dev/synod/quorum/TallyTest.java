package dev.synod.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.protocol.MemberId;
import org.junit.jupiter.api.Test;

/** Rule A7: answers are a set of members. */
class TallyTest {
  private final Tally none = Tally.empty(Quorum.accept(Cast.members(3)));

  @Test
  void aQuorumOfDifferentMembersWins() {
    assertThat(none.won()).isFalse();
    assertThat(none.with(Cast.N2).won()).isFalse();
    assertThat(none.with(Cast.N2).with(Cast.N1).won()).isTrue();
    assertThat(none.with(Cast.N1).with(Cast.N2).with(Cast.N3).won()).isTrue();
  }

  /** A7: duplicate replies of one member count once. */
  @Test
  void anAnswerThatComesTwiceCountsOnce() {
    assertThat(none.with(Cast.N2).with(Cast.N2)).isEqualTo(none.with(Cast.N2));
    assertThat(none.with(Cast.N2).with(Cast.N2).won()).isFalse();
  }

  @Test
  void whoHasNoVoteDoesNotCount() {
    MemberId stranger = new MemberId("x");

    assertThat(none.with(Cast.N1).with(stranger).won()).isFalse();
  }
}
