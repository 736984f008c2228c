package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots may be deleted while they are loaded. */
class DeletedMeanwhileTest {
  private static final String LARGE = "0123456789".repeat(5000);

  @TempDir private Path temp;

  private PluginSystem system;

  /** One thread reads, and serializes what is saved; the plugin's actor has others. */
  @BeforeEach
  void start() {
    system =
        new PluginSystem(
            ConfigFactory.parseString(
                """
                synod.persistence.leveldb {
                  dir = %s
                  segment-bytes = 16 KiB, max-write-bytes = 4 KiB, max-batch-bytes = 4 KiB
                  snapshot-store.plugin-dispatcher = pekko.actor.default-dispatcher
                  read-dispatcher.thread-pool-executor.fixed-pool-size = 1
                }
                """
                    .formatted(ConfigUtil.quoteString(temp.resolve("n1").toString()))),
            temp);
  }

  @AfterEach
  void end() {
    system.close();
  }

  private SnapshotClient another() {
    return new SnapshotClient(
        system.kit(), system.snapshotStore("synod.persistence.leveldb.snapshot-store"));
  }

  /** Its files are gone by the time that they are read. */
  @Test
  void theNewestThatIsLeftIsLoaded() {
    SnapshotClient owner = another();
    SnapshotClient busy = another();
    SnapshotClient reader = another();
    String id = Author.fresh().id();
    owner.save(id, 7, "old");
    SnapshotMetadata newest = owner.save(id, 8, LARGE);
    Stuck stuck = new Stuck();
    busy.send(new SnapshotMetadata("other", 1, 0), stuck);

    reader.askFor(id);
    owner.delete(new SnapshotMetadata("nobody", 1, 0)); // Once this is done the newest was found.
    owner.delete(newest);
    owner.delete(newest); // Files are removed after the deletion is confirmed, before the next.
    stuck.release();

    Optional<SelectedSnapshot> loaded = reader.loaded();
    assertThat(loaded.map(SelectedSnapshot::snapshot)).contains("old");
  }
}
