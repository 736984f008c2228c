package dev.synod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.Cast;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules D1 and M4: who has a vote, and which cluster it is. */
class ConfigurationTest {
  private static final SessionLimits LIMITS = new SessionLimits(10, 1000, 10);

  private static MemberRecord record(String id, long disk) {
    return MemberRecord.voter(new MemberId(id), id + ":1", new Incarnation(new UUID(0, disk)));
  }

  @Test
  void theOrderInWhichMembersAreNamedDoesNotMatter() {
    Configuration one = Configuration.majority(1, LIMITS, List.of(record("b", 2), record("a", 1)));
    Configuration other =
        Configuration.majority(1, LIMITS, List.of(record("a", 1), record("b", 2)));

    assertThat(one).isEqualTo(other);
    assertThat(one.digest()).isEqualTo(other.digest());
    assertThat(one.ids()).containsExactly(new MemberId("a"), new MemberId("b"));
  }

  @Test
  void everyPartOfItIsInTheDigest() {
    Configuration base = Configuration.majority(1, LIMITS, List.of(record("a", 1)));

    assertThat(
            List.of(
                Configuration.majority(2, LIMITS, List.of(record("a", 1))).digest(),
                Configuration.majority(1, LIMITS, List.of(record("b", 1))).digest(),
                Configuration.majority(1, LIMITS, List.of(record("a", 2))).digest(),
                base.with(new LeaseTerms(800, 0)).digest(),
                base.with(new LeaseTerms(800, 1)).digest(),
                Configuration.majority(1, LIMITS, List.of(record("a", 1), record("b", 3))).digest(),
                Configuration.majority(
                        1, LIMITS, List.of(record("a", 1), record("b", 3).as(MemberKind.OBSERVER)))
                    .digest(),
                new Configuration(
                        1,
                        LIMITS,
                        LeaseTerms.NONE,
                        new QuorumSizes(1, 2),
                        List.of(record("a", 1), record("b", 3)))
                    .digest()))
        .doesNotContain(base.digest())
        .doesNotHaveDuplicates();
  }

  @Test
  void onlyTheNamedDiskOfAMemberHasAVote() {
    Configuration configuration = Cast.members(3);

    assertThat(configuration.knows(Cast.N1, new Incarnation(new UUID(0, 1)))).isTrue();
    assertThat(configuration.knows(Cast.N1, new Incarnation(new UUID(0, 2)))).isFalse();
    assertThat(configuration.knows(new MemberId("n4"), new Incarnation(new UUID(0, 1)))).isFalse();
  }

  @Test
  void quorumsThatCouldMissEachOtherAreRefused() {
    List<MemberRecord> three = List.of(record("a", 1), record("b", 2), record("c", 3));

    for (QuorumSizes bad :
        List.of(
            new QuorumSizes(1, 2),
            new QuorumSizes(2, 1),
            new QuorumSizes(3, 1),
            new QuorumSizes(0, 3),
            new QuorumSizes(4, 2))) {
      assertThatThrownBy(() -> new Configuration(1, LIMITS, LeaseTerms.NONE, bad, three))
          .hasMessageContaining("quorums of " + bad.election() + " (election)");
    }
    assertThat(new Configuration(1, LIMITS, LeaseTerms.NONE, new QuorumSizes(2, 2), three).voters())
        .hasSize(3);
  }

  @Test
  void onlyThoseWithAVoteAreCounted() {
    Configuration configuration =
        Configuration.majority(
            1,
            LIMITS,
            List.of(
                record("a", 1),
                record("b", 2).as(MemberKind.WITNESS),
                record("c", 3).as(MemberKind.OBSERVER),
                record("d", 4).as(MemberKind.JOINER)));

    assertThat(configuration.voters()).containsExactly(new MemberId("a"), new MemberId("b"));
    assertThat(configuration.quorums()).isEqualTo(new QuorumSizes(2, 2));
    assertThatThrownBy(
            () ->
                Configuration.majority(
                    1, LIMITS, List.of(record("a", 1).as(MemberKind.WITNESS), record("b", 1))))
        .hasMessageContaining("a disk stands twice");
    assertThatThrownBy(
            () -> Configuration.majority(1, LIMITS, List.of(record("a", 1).as(MemberKind.WITNESS))))
        .hasMessageContaining("only witnesses would vote");
  }

  @Test
  void anEmptyListAndAnIdThatStandsTwiceAreRefused() {
    assertThatThrownBy(() -> Configuration.majority(1, LIMITS, List.of()))
        .hasMessageContaining("at least 1 voter");
    assertThatThrownBy(
            () -> Configuration.majority(1, LIMITS, List.of(record("a", 1), record("a", 2))))
        .hasMessageContaining("stands twice");
  }
}
