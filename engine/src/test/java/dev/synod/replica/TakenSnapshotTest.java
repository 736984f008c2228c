package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.SnapshotFailedException;
import dev.synod.api.SnapshotFailedException.Reason;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.ReplicaSettings;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule G1: who asks for a snapshot hears of it when it is on the disk, or why it is not. */
class TakenSnapshotTest extends ReplicaScene {
  private static final String ID = "g|n1|replica";

  private SnapshotTestKit store;

  @BeforeEach
  void open() {
    store = SnapshotTestKit.create(kit.system());
    store.clearAll();
    store.resetPolicy();
    begin(
        new ReplicaSettings(
            Optional.of(PersistenceTestKitSnapshotPlugin.PluginId()),
            1000,
            2000,
            OptionalLong.empty()),
        Given.nothing());
  }

  @Test
  void isSavedBetweenTwoMultiples() {
    deliver(1, Value.NO_OP);

    assertThat(door.takeSnapshot()).succeedsWithin(SOON).isEqualTo(1L);

    peers.expectMessage(new SnapshotSaved(1, 0, Given.CONFIGURATION, 0));
    assertThat(store.persistedInStorage(ID)).hasSize(1);
    assertThat(status().snapshotThrough()).isEqualTo(1);
  }

  @Test
  void isNotSavedTwice() {
    deliver(1, Value.NO_OP);
    assertThat(door.takeSnapshot()).succeedsWithin(SOON).isEqualTo(1L);
    peers.expectMessage(new SnapshotSaved(1, 0, Given.CONFIGURATION, 0));

    assertThat(door.takeSnapshot()).succeedsWithin(SOON).isEqualTo(1L);

    // Expects no other message than that it is applied.
    deliver(2, Value.NO_OP);
  }

  /** And the log does not wait: the slot is the one of the question. */
  @Test
  void isRefusedWhileOneIsBeingSaved() {
    HeldStore held = new HeldStore();
    var unused = store.withPolicy(held);
    deliver(1, Value.NO_OP);
    CompletionStage<Long> first = door.takeSnapshot();
    held.awaitSave();
    deliver(2, Value.NO_OP);

    assertFails(door.takeSnapshot(), Reason.UNDER_WAY, "newest on the disk is of slot 0");
    assertThat(first).isNotDone();
    held.release();

    assertThat(first).succeedsWithin(SOON).isEqualTo(1L);
  }

  @Test
  void failsIfTheDiskDoesAndMayBeAskedForAgain() {
    store.failNextPersisted(ID, new IllegalStateException("no room"));
    deliver(1, Value.NO_OP);

    assertFails(door.takeSnapshot(), Reason.NOT_SAVED, "slot 1 is not saved");

    assertThat(door.takeSnapshot()).succeedsWithin(SOON).isEqualTo(1L);
  }

  @Test
  void isRefusedWithoutAStoreWithoutALogAndWithoutAReplica() {
    assertFails(door.takeSnapshot(), Reason.NOT_READY, "nothing is applied yet");

    begin(Given.SETTINGS.replica(), Given.nothing());
    deliver(1, Value.NO_OP);
    assertFails(door.takeSnapshot(), Reason.NO_STORE, "synod.replica.snapshot-store");

    door.close();
    assertFails(door.takeSnapshot(), Reason.NOT_READY, "has stopped");
  }

  private static void assertFails(CompletionStage<Long> asked, Reason reason, String line) {
    assertThat(asked)
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            SnapshotFailedException.class,
            failure -> assertThat(failure.reason()).isEqualTo(reason))
        .withMessageContaining(line);
  }
}
