package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Command;
import dev.synod.api.GroupSettings;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A member's door before the group is founded, or after it has gone on without the member. */
class MemberDoorTest {
  private final Lifeline lifeline = Lifeline.begin();
  private final MemberDoor door =
      new MemberDoor(GroupSettings.parse("g", "n1", "n1@h:1"), lifeline);

  private record Nothing() implements Command<String> {}

  private record Anything() implements Query<String> {}

  @Test
  void refusesNumbersOutOfBoundsAlsoThen() {
    assertThatThrownBy(() -> door.submit(0, 1, new Nothing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("session 0 must be at least 1");
    assertThatThrownBy(() -> door.submit(1, 0, new Nothing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence 0 must be from 1 to 2199023255551");
  }

  @Test
  void hasNoSnapshotToTake() {
    assertThat(door.takeSnapshot().toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("the group is not founded here");
  }

  /** What its replica still knows grows old. */
  @Test
  void servesNobodyOnceItsMemberHasLeft() {
    lifeline.door().complete(new Untouched());
    lifeline.left().set("this disk of n1 is no member of epoch 4");

    assertThat(door.submit(new Nothing()).toCompletableFuture().join())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_READY);
              assertThat(refused.detail()).contains("no member of epoch 4");
            });
    assertThat(door.submit(1, 1, new Nothing()).toCompletableFuture().join())
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(door.openSession().toCompletableFuture().join())
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(door.read(new Anything(), ReadConsistency.LOCAL).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("no member of epoch 4");
  }

  /** S5: an attempt at another member may have been done. */
  @Test
  void rejectsACommandAndDoubtsItInASession() {
    assertThat(door.submit(new Nothing()).toCompletableFuture().join())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_READY));
    assertThat(door.submit(1, 1, new Nothing()).toCompletableFuture().join())
        .isInstanceOf(Outcome.Unknown.class);
  }
}
