package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.ReplicaMessage.StateKept;
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
      agreement = hashes[i].isEmpty() ? agreement : agreement.with(id(i + 1), state(10, hashes[i]));
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
        Agreement.none(id(1))
            .own(state(10, "a"))
            .with(id(2), state(11, "b"))
            .with(id(3), state(11, "b"));

    assertThat(agreement.discord(10, FIVE)).isEmpty();
    assertThat(agreement.discord(11, FIVE)).isEmpty();
    assertThat(agreement.differing(state(10, "b"))).contains(state(10, "a"));
    assertThat(agreement.differing(state(10, "a"))).isEmpty();
    assertThat(agreement.differing(state(11, "b"))).isEmpty();
    assertThat(agreement.knows(id(2), state(11, "b"))).isTrue();
    assertThat(agreement.knows(id(2), state(11, "c"))).isFalse();
    assertThat(agreement.knows(id(3), state(10, "b"))).isFalse();
  }

  /** A new release may write the same state in other bytes. */
  @Test
  void otherFormsAreNotCompared() {
    Agreement agreement =
        Agreement.none(id(1))
            .own(state(10, "a"))
            .with(id(2), new StateKept(10, "1:17:next", "b", false))
            .with(id(3), new StateKept(10, "1:17:next", "b", false));

    assertThat(agreement.discord(10, FIVE)).isEmpty();
    assertThat(agreement.differing(new StateKept(10, "1:17:next", "b", false))).isEmpty();
    assertThat(agreement.with(id(2), state(10, "c")).discord(10, FIVE)).isPresent();
  }

  /** What a member that lags saves is of slots that the others have long forgotten. */
  @Test
  void ofEachMemberTheLatestAreRememberedWhateverOthersSay() {
    Agreement agreement = Agreement.none(id(1)).own(state(1, "a")).own(state(2, "a"));
    for (long slot = 1000; slot <= 1100; slot++) {
      agreement = agreement.with(id(2), state(slot, "a"));
    }

    assertThat(agreement.states().get(id(2))).hasSize(Agreement.REMEMBERED).containsKey(1100L);
    assertThat(agreement.latest()).contains(state(2, "a"));
    assertThat(agreement.alone().states()).containsOnlyKeys(id(1));
    assertThat(Agreement.none(id(1)).latest()).isEmpty();
  }

  private static StateKept state(long slot, String hash) {
    return new StateKept(slot, "1:17:bank", hash, false);
  }
}
