package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.synod.persistence.store.InMemory;
import java.nio.file.Path;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A save that fails takes nothing else with it, though Pekko then has whatever has its number
 * deleted.
 */
class FailedSaveTest {
  private static final String PLUGIN = "synod.persistence.leveldb.snapshot-store";

  /** Where a sync is short: then some saves begin within the same millisecond, too. */
  @TempDir(factory = InMemory.class)
  private Path temp;

  private PluginSystem system;
  private SnapshotClient store;

  @BeforeEach
  void start() {
    start("0 s");
  }

  private void start(String timeout) {
    system =
        new PluginSystem(
            ConfigFactory.parseString(
                """
                synod.persistence.leveldb {
                  dir = %s
                  snapshot-store.circuit-breaker.call-timeout = %s
                }
                """
                    .formatted(ConfigUtil.quoteString(temp.resolve("n1").toString()), timeout)),
            temp);
    store = new SnapshotClient(system.kit(), system.snapshotStore(PLUGIN));
  }

  @AfterEach
  void end() {
    system.close();
  }

  @Test
  void theOneBeforeWithTheSameNumberStays() {
    for (int i = 0; i < 20; i++) {
      String id = Author.fresh().id();
      store.save(id, 7, "good");
      store.fails(id, 7, new RejectionCases.Unwritable());
      store.fails(id, 7, new RejectionCases.Unwritable());

      assertThat(store.content(id, SnapshotSelectionCriteria.latest())).contains("good");
    }
  }

  /** A user's time-out for the breaker: the save is still under way when it is said to fail. */
  @Test
  void oneThatIsOnlyLateTakesNoneWithItEither() {
    String id = Author.fresh().id();
    store.save(id, 7, "good");
    end();
    start("1 ms");

    Stuck stuck = new Stuck();
    store.fails(id, 7, stuck);
    stuck.release();
    end();
    start();
    assertThat(store.content(id, SnapshotSelectionCriteria.latest())).contains("good");
  }

  @Test
  void itCanBeDeletedAfterwards() {
    String id = Author.fresh().id();
    var saved = store.save(id, 7, "good");
    store.fails(id, 7, new RejectionCases.Unwritable());

    store.delete(saved);

    assertThat(store.content(id, SnapshotSelectionCriteria.latest())).isEmpty();
  }
}
