package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rule G6, as n1 sees it: n1 to n3 vote, n4 observes, n5 is a witness. */
class AgreementTest {
  private static final Configuration FIVE =
      Configuration.majority(
          1,
          new SessionLimits(8, 900, 3),
          List.of(
              member(1, MemberKind.VOTER),
              member(2, MemberKind.VOTER),
              member(3, MemberKind.VOTER),
              member(4, MemberKind.OBSERVER),
              member(5, MemberKind.WITNESS)));

  private static MemberRecord member(int number, MemberKind kind) {
    return new MemberRecord(id(number), "h:" + number, new Incarnation(new UUID(0, number)), kind);
  }

  private static MemberId id(int number) {
    return new MemberId("n" + number);
  }

  /** After slot 10 the first members have these; "" says nothing. */
  private static Optional<Agreement.Discord> discord(String... hashes) {
    Agreement agreement = Agreement.none(id(1));
    for (int i = 0; i < hashes.length; i++) {
      agreement = hashes[i].isEmpty() ? agreement : agreement.with(id(i + 1), 10, hashes[i]);
    }
    return agreement.discord(10, FIVE);
  }

  @Test
  void allIsWellWhereAllHaveTheSameOrThisMemberHasNothing() {
    assertThat(discord()).isEmpty();
    assertThat(discord("a")).isEmpty();
    assertThat(discord("a", "a", "a", "a")).isEmpty();
    assertThat(discord("", "a", "b", "c")).as("others tell each other").isEmpty();
  }

  @Test
  void whoDiffersFromAMajorityHasTheWrongState() {
    assertThat(discord("b", "a", "a"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.own()).isTrue();
              assertThat(found.line())
                  .contains("after slot 10 are not the same: {n1=b, n2=a, n3=a}")
                  .contains("[n1] has what no majority has");
            });
    assertThat(discord("a", "a", "b"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.own()).isFalse();
              assertThat(found.line()).contains("[n3] has what no majority has");
            });
  }

  @Test
  void withoutAMajorityNobodyIsRight() {
    assertThat(discord("a", "b"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.own()).isFalse();
              assertThat(found.line()).contains("nobody can tell which is");
            });
    assertThat(discord("a", "b", "c")).map(Agreement.Discord::own).contains(false);
  }

  /** Else observers, of which there may be many, could outvote those that decide. */
  @Test
  void onlyVotersAreCounted() {
    assertThat(discord("a", "", "b", "b")).map(Agreement.Discord::own).contains(false);
    assertThat(discord("a", "a", "a", "b"))
        .hasValueSatisfying(found -> assertThat(found.line()).contains("[n4] has what no"));
  }

  @Test
  void slotsAreComparedEachForItself() {
    Agreement agreement =
        Agreement.none(id(1)).with(id(1), 10, "a").with(id(2), 11, "b").with(id(3), 11, "b");

    assertThat(agreement.discord(10, FIVE)).isEmpty();
    assertThat(agreement.discord(11, FIVE)).isEmpty();
    assertThat(agreement.own(10)).contains("a");
    assertThat(agreement.own(11)).isEmpty();
    assertThat(agreement.knows(id(2), 11, "b")).isTrue();
    assertThat(agreement.knows(id(2), 11, "c")).isFalse();
    assertThat(agreement.knows(id(3), 10, "b")).isFalse();
  }

  @Test
  void onlyTheLatestSlotsAreRemembered() {
    Agreement agreement = Agreement.none(id(1));
    for (long slot = 1; slot <= 100; slot++) {
      agreement = agreement.with(id(2), slot, "a");
    }

    assertThat(agreement.hashes()).hasSize(Agreement.SLOTS).containsKey(100L);
  }
}
