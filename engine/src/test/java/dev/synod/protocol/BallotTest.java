package dev.synod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule B1: a total order in which no two members share a ballot. */
class BallotTest {
  private static final List<MemberId> MEMBERS =
      List.of(new MemberId("n1"), new MemberId("n10"), new MemberId("n2"));

  private static List<Ballot> all() {
    List<Ballot> ballots = new ArrayList<>();
    for (long epoch = 0; epoch < 3; epoch++) {
      for (long round = 0; round < 3; round++) {
        for (MemberId member : MEMBERS) {
          ballots.add(new Ballot(epoch, round, member));
        }
      }
    }
    return ballots;
  }

  @Test
  void epochsGoBeforeRoundsAndRoundsBeforeMembers() {
    List<Ballot> ballots = all();

    for (int i = 0; i < ballots.size(); i++) {
      for (int j = 0; j < ballots.size(); j++) {
        Ballot one = ballots.get(i);
        Ballot other = ballots.get(j);
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.compare(i, j));
        assertThat(one.above(other)).isEqualTo(i > j);
        assertThat(one.below(other)).isEqualTo(i < j);
        assertThat(one.max(other)).isEqualTo(ballots.get(Math.max(i, j)));
        assertThat(one.equals(other)).isEqualTo(i == j);
      }
    }
  }

  @Test
  void nextIsAboveWhoeverMadeTheLast() {
    for (Ballot ballot : all()) {
      for (MemberId member : MEMBERS) {
        Ballot next = ballot.next(ballot.epoch(), member);

        assertThat(next.above(ballot)).isTrue();
        assertThat(next.member()).isEqualTo(member);
      }
    }
  }

  @Test
  void noneIsBelowEveryBallotThatIsProposedUnder() {
    assertThat(all().stream().filter(ballot -> ballot.round() > 0 && ballot.epoch() > 0))
        .allMatch(Ballot.NONE::below);
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> new Ballot(-1, 1, MEMBERS.get(0)))
        .hasMessageContaining("must not be negative");
    assertThatThrownBy(() -> new Ballot(1, -1, MEMBERS.get(0)))
        .hasMessageContaining("must not be negative");
  }
}
