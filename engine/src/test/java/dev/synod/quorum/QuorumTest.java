package dev.synod.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.SessionLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules F1 and F5: an election and a vote meet, and a vote is a member. */
class QuorumTest {

  /** Rule F1: the sizes that a configuration takes are those whose sets all meet. */
  @Test
  void arithmeticAllowsTheSizesWhoseSetsAllMeet() {
    for (int voters = 1; voters <= 7; voters++) {
      List<MemberId> ids = ids(1, voters);
      for (int election = 1; election <= voters; election++) {
        for (int accept = 1; accept <= voters; accept++) {
          boolean meets = new Quorum(ids, election).meets(new Quorum(ids, accept));

          assertThat(meets).isEqualTo(tried(ids, election, ids, accept));
          assertThat(takes(voters, new QuorumSizes(election, accept)))
              .as("%d and %d of %d", election, accept, voters)
              .isEqualTo(meets && (accept > 1 || voters == 1));
        }
      }
    }
  }

  /** Rule W1: whoever is elected can ask one of these. */
  @Test
  void aQuorumNeedsThoseOfWhomEachOfItsSetsHasOne() {
    for (int voters = 1; voters <= 5; voters++) {
      for (int size = 1; size <= voters; size++) {
        for (int some = 0; some <= voters; some++) {
          for (List<MemberId> members : sets(ids(1, voters), some)) {
            boolean each =
                sets(ids(1, voters), size).stream()
                    .allMatch(set -> set.stream().anyMatch(members::contains));

            assertThat(new Quorum(ids(1, voters), size).needs(members)).isEqualTo(each);
          }
        }
      }
    }
    assertThat(new Quorum(ids(1, 31), 16).needs(ids(1, 16))).isTrue();
    assertThat(new Quorum(ids(1, 31), 16).needs(ids(1, 15))).isFalse();
  }

  /** Rule F5: nothing is taken for granted of voters that differ. */
  @Test
  void quorumsOfOtherVotersMeetIfAllTheirSetsDo() {
    for (int first = 1; first <= 4; first++) {
      for (int last = first; last <= 6; last++) {
        List<MemberId> some = ids(1, 4);
        List<MemberId> others = ids(first, last);
        for (int size = 1; size <= some.size(); size++) {
          for (int other = 1; other <= others.size(); other++) {
            assertThat(new Quorum(some, size).meets(new Quorum(others, other)))
                .as("%d of %s and %d of %s", size, some, other, others)
                .isEqualTo(tried(some, size, others, other));
          }
        }
      }
    }
  }

  @Test
  void ofVotersTooManyToTryTheSizesTell() {
    for (int voters = Quorum.TRIED - 1; voters <= Configuration.MAX_MEMBERS; voters += 6) {
      Quorum half = new Quorum(ids(1, voters), voters - voters / 2);

      assertThat(half.meets(new Quorum(ids(1, voters), voters / 2 + 1))).isTrue();
      assertThat(half.meets(new Quorum(ids(1, voters), voters / 2))).isFalse();
      assertThat(half.meets(new Quorum(List.of(new MemberId("m")), 1))).isFalse();
    }
  }

  @Test
  void majoritiesAreTheSmallestEqualSizesThatMeet() {
    for (int voters = 1; voters <= 7; voters++) {
      Configuration configuration = members(voters, QuorumSizes.majority(voters));
      Quorum majority = Quorum.accept(configuration);

      assertThat(majority).isEqualTo(Quorum.election(configuration));
      assertThat(majority.meets(majority)).isTrue();
      if (majority.size() > 1) {
        Quorum fewer = new Quorum(majority.voters(), majority.size() - 1);
        assertThat(fewer.meets(fewer)).isFalse();
      }
    }
  }

  @Test
  void electionAndVoteAreCountedEachByItsSizeOverThoseThatVote() {
    Configuration five = members(5, new QuorumSizes(4, 2));
    List<MemberRecord> kinds = new ArrayList<>(five.members());
    kinds.add(record(6).as(MemberKind.JOINER));
    kinds.add(record(7).as(MemberKind.OBSERVER));
    kinds.set(4, record(5).as(MemberKind.WITNESS));
    Configuration seven =
        new Configuration(1, five.sessions(), LeaseTerms.NONE, five.quorums(), kinds);

    assertThat(Quorum.election(seven)).isEqualTo(new Quorum(ids(1, 5), 4));
    assertThat(Quorum.accept(seven)).isEqualTo(new Quorum(ids(1, 5), 2));
    assertThat(Quorum.accept(seven).reachedBy(ids(5, 7))).isFalse();
  }

  @Test
  void aDoubledOrAForeignVoteDoesNotCount() {
    Quorum quorum = new Quorum(ids(1, 3), 2);

    assertThat(quorum.reachedBy(List.of(id(1), id(1)))).isFalse();
    assertThat(quorum.reachedBy(List.of(id(1), id(4)))).isFalse();
    assertThat(quorum.reachedBy(List.of(id(1), id(3)))).isTrue();
  }

  @Test
  void aSizeThatNoSetHasIsRefused() {
    assertThatThrownBy(() -> new Quorum(ids(1, 3), 0)).hasMessageContaining("0 of 3 voters");
    assertThatThrownBy(() -> new Quorum(ids(1, 3), 4)).hasMessageContaining("4 of 3 voters");
    assertThatThrownBy(() -> new Quorum(ids(1, 32), 17)).hasMessageContaining("at most 31");
  }

  private static boolean tried(List<MemberId> some, int size, List<MemberId> others, int other) {
    return sets(some, size).stream()
        .allMatch(
            one ->
                sets(others, other).stream().allMatch(two -> two.stream().anyMatch(one::contains)));
  }

  private static List<List<MemberId>> sets(List<MemberId> members, int size) {
    return IntStream.range(0, 1 << members.size())
        .filter(bits -> Integer.bitCount(bits) == size)
        .mapToObj(
            bits ->
                IntStream.range(0, members.size())
                    .filter(i -> (bits & 1 << i) != 0)
                    .mapToObj(members::get)
                    .toList())
        .toList();
  }

  private static boolean takes(int voters, QuorumSizes sizes) {
    try {
      return members(voters, sizes).quorums().equals(sizes);
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static Configuration members(int voters, QuorumSizes sizes) {
    return new Configuration(
        1,
        new SessionLimits(10, 1000, 10),
        LeaseTerms.NONE,
        sizes,
        IntStream.rangeClosed(1, voters).mapToObj(QuorumTest::record).toList());
  }

  private static MemberRecord record(int number) {
    return MemberRecord.voter(id(number), "h:" + number, new Incarnation(new UUID(0, number)));
  }

  private static List<MemberId> ids(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(QuorumTest::id).toList();
  }

  private static MemberId id(int number) {
    return new MemberId("n" + number);
  }
}
