package dev.synod.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.Cast;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule F1: any two quorums meet, and a vote is a member. */
class QuorumTest {

  private static List<List<MemberId>> subsets(List<MemberId> members) {
    List<List<MemberId>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << members.size(); bits++) {
      List<MemberId> subset = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        if ((bits & 1 << i) != 0) {
          subset.add(members.get(i));
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  @Test
  void everyTwoQuorumsOfOneToSevenVotersMeet() {
    for (int n = 1; n <= 7; n++) {
      List<MemberId> voters = Cast.members(n).ids();
      for (int size = n / 2 + 1; size <= n; size++) {
        Quorum quorum = new Quorum(voters, size);
        List<List<MemberId>> quorums = subsets(voters).stream().filter(quorum::reachedBy).toList();

        assertThat(quorums).isNotEmpty();
        for (List<MemberId> one : quorums) {
          for (List<MemberId> other : quorums) {
            assertThat(one).containsAnyElementsOf(other);
          }
        }
      }
    }
  }

  @Test
  void aMajorityIsTheSmallestSizeThatIsAllowed() {
    for (int n = 1; n <= 7; n++) {
      List<MemberId> voters = Cast.members(n).ids();
      Quorum majority = Quorum.majority(Cast.members(n));

      assertThat(majority.size()).isEqualTo(n / 2 + 1);
      assertThatThrownBy(() -> new Quorum(voters, majority.size() - 1))
          .hasMessageContaining("more than half");
      assertThatThrownBy(() -> new Quorum(voters, voters.size() + 1))
          .hasMessageContaining("at most all");
    }
  }

  @Test
  void aDoubledOrAForeignVoteDoesNotCount() {
    Quorum quorum = Quorum.majority(Cast.members(3));

    assertThat(quorum.reachedBy(List.of(Cast.N1, Cast.N1))).isFalse();
    assertThat(quorum.reachedBy(List.of(Cast.N1, new MemberId("n4")))).isFalse();
    assertThat(quorum.reachedBy(List.of(Cast.N1, Cast.N3))).isTrue();
  }
}
