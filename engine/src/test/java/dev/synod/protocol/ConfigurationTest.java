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
    return new MemberRecord(new MemberId(id), id + ":1", new Incarnation(new UUID(0, disk)));
  }

  @Test
  void theOrderInWhichMembersAreNamedDoesNotMatter() {
    Configuration one = new Configuration(1, LIMITS, List.of(record("b", 2), record("a", 1)));
    Configuration other = new Configuration(1, LIMITS, List.of(record("a", 1), record("b", 2)));

    assertThat(one).isEqualTo(other);
    assertThat(one.digest()).isEqualTo(other.digest());
    assertThat(one.ids()).containsExactly(new MemberId("a"), new MemberId("b"));
  }

  @Test
  void everyPartOfItIsInTheDigest() {
    Configuration base = new Configuration(1, LIMITS, List.of(record("a", 1)));

    assertThat(
            List.of(
                new Configuration(2, LIMITS, List.of(record("a", 1))).digest(),
                new Configuration(1, LIMITS, List.of(record("b", 1))).digest(),
                new Configuration(1, LIMITS, List.of(record("a", 2))).digest(),
                new Configuration(1, LIMITS, List.of(record("a", 1), record("b", 1))).digest()))
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
  void anEmptyListAndAnIdThatStandsTwiceAreRefused() {
    assertThatThrownBy(() -> new Configuration(1, LIMITS, List.of()))
        .hasMessageContaining("at least 1 member");
    assertThatThrownBy(() -> new Configuration(1, LIMITS, List.of(record("a", 1), record("a", 2))))
        .hasMessageContaining("stands twice");
  }
}
