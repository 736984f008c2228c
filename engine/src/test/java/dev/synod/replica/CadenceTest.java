package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.ReplicaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rule G6: when the state is kept. */
class CadenceTest {
  private static final Value SMALL = Value.NO_OP;
  private static final Value LARGE = new Value.Commands(0, ByteString.copyFrom(new byte[968]));

  private static Cadence from(long slot) {
    return Cadence.from(
        new ReplicaSettings(Optional.of("store"), 5, 2000, OptionalLong.empty()), slot);
  }

  @Test
  void itIsDueAtMultiplesWhereverTheReplicaBegins() {
    assertThat(dueFrom(0, SMALL)).containsExactly(5L, 10L, 15L, 20L);
    assertThat(dueFrom(7, SMALL)).containsExactly(10L, 15L, 20L, 25L);
  }

  /** LARGE counts 1000 bytes: two of them since the last multiple. */
  @Test
  void itIsDueSoonerWhenMuchIsApplied() {
    assertThat(dueFrom(0, LARGE)).containsExactly(2L, 4L, 5L, 7L, 9L, 10L, 12L, 14L, 15L);
  }

  /** Else members that have begun at different times could never compare their states. */
  @Test
  void fromAMultipleOnItIsDueAtTheSameSlotsWhereverTheReplicaHasBegun() {
    assertThat(dueFrom(1, LARGE)).containsExactly(3L, 5L, 7L, 9L, 10L, 12L, 14L, 15L);
    assertThat(dueFrom(3, LARGE)).containsExactly(5L, 7L, 9L, 10L, 12L, 14L, 15L, 17L);
  }

  /** Else a state larger than that would be written all the time. */
  @Test
  void itIsNotDueBeforeAsMuchIsAppliedAsTheLastOneTookToWrite() {
    Cadence large = with(2, from(5).taken().saved(5, 3000), 5);

    assertThat(large.due(7)).isFalse();
    assertThat(large.due(10)).as("a slot that is the same on all").isTrue();
    assertThat(with(1, large, 7).due(8)).isFalse();
    assertThat(with(2, large, 7).due(9)).as("4000, the next power of two").isTrue();
    assertThat(with(2, from(5).taken().saved(5, 2001), 5).due(7)).isFalse();
    assertThat(with(2, from(5).taken().saved(5, 2000), 5).due(7)).isTrue();
  }

  /** Else a large state of which little changes would be written at each multiple. */
  @Test
  void aMultipleIsPassedOverUntilAQuarterOfTheLastOneIsApplied() {
    Cadence large = from(5).taken().saved(5, 6000);

    assertThat(large.due(10)).isFalse();
    assertThat(with(1, large, 5).due(10)).as("a sixth").isFalse();
    assertThat(with(2, large, 5).due(10)).as("a third").isTrue();
    assertThat(with(1, from(5).taken().saved(5, 4000), 5).due(10)).as("a quarter").isTrue();
  }

  /** The log has a bound in slots, too; and all members save then, whatever was before. */
  @Test
  void eachFourthMultipleIsDueWhateverTheSize() {
    Cadence large = from(0).taken().saved(7, 1 << 30);
    Cadence late = from(17).taken().saved(18, 1 << 30);

    for (long slot : new long[] {20, 40, 60}) {
      assertThat(large.due(slot)).as("slot %d", slot).isTrue();
      assertThat(late.due(slot)).as("slot %d", slot).isTrue();
    }
    for (long slot : new long[] {10, 15, 25, 30, 35, 41}) {
      assertThat(large.due(slot)).as("slot %d", slot).isFalse();
    }
  }

  @Test
  void itIsNotDueWhileOneIsBeingSaved() {
    Cadence saving = from(0).taken();

    for (long slot = 1; slot <= 10; slot++) {
      saving = saving.applied(slot, LARGE);
      assertThat(saving.due(slot)).isFalse();
    }
    Cadence saved = saving.saved(1, 0).applied(11, LARGE);
    assertThat(saved.due(11)).as("much was applied before, but not at this slot").isFalse();
    assertThat(saved.applied(12, LARGE).due(12)).isTrue();
    assertThat(saving.failed().applied(11, LARGE).applied(12, LARGE).due(12)).isTrue();
  }

  @Test
  void oneThatFailedIsTriedAgainAtTheNext() {
    Cadence failed = from(0).taken().failed();

    assertThat(failed.due(6)).isFalse();
    assertThat(failed.due(10)).isTrue();
  }

  @Test
  void itKnowsHowFarTheDiskHoldsTheState() {
    Cadence begun = from(7);

    assertThat(begun.savedThrough()).isEqualTo(7);
    assertThat(begun.taken().savedThrough()).isEqualTo(7);
    assertThat(begun.taken().failed().savedThrough()).isEqualTo(7);
    assertThat(begun.taken().saved(10, 0).applied(11, SMALL).savedThrough()).isEqualTo(10);
  }

  /** That of another member says nothing of the own one which is on its way. */
  @Test
  void aBorrowedOneChangesOnlyHowFarTheDiskHoldsTheState() {
    Cadence saving = from(7).taken().borrowed(20);

    assertThat(saving.savedThrough()).isEqualTo(20);
    assertThat(saving.due(25)).as("while one is being saved").isFalse();
    assertThat(saving.saved(10, 0).savedThrough()).isEqualTo(20);
    assertThat(saving.saved(10, 0).due(25)).isTrue();
    assertThat(from(7).borrowed(5).savedThrough()).isEqualTo(7);
  }

  @Test
  void itIsNeverDueWithoutAStore() {
    Cadence none =
        Cadence.from(new ReplicaSettings(Optional.empty(), 1, 1024, OptionalLong.empty()), 0);

    assertThat(with(2, none, 0).due(1)).isFalse();
  }

  /** So many large values more, after this slot. */
  private static Cadence with(int count, Cadence before, long slot) {
    Cadence after = before;
    for (int i = 1; i <= count; i++) {
      after = after.applied(slot + i, LARGE);
    }
    return after;
  }

  /** The slots after this one at which one is due, each being saved at once. */
  private static List<Long> dueFrom(long begin, Value value) {
    List<Long> due = new ArrayList<>();
    Cadence cadence = from(begin);
    for (long slot = begin + 1; slot <= begin + (value.equals(LARGE) ? 15 : 20); slot++) {
      cadence = cadence.applied(slot, value);
      if (cadence.due(slot)) {
        due.add(slot);
        cadence = cadence.taken().saved(slot, 0);
      }
    }
    return due;
  }
}
