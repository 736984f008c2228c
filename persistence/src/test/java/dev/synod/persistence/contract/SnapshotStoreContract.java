package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that Pekko Persistence asks of a snapshot store that remembers on disk.
 *
 * <p>A subclass names the plugin and its settings. Where a plugin is known to break a case, the
 * subclass overrides that case with one that shows how. One actor system serves all cases of a
 * class; each case has ids of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SnapshotStoreContract
    implements SnapshotSelectionCases,
        SnapshotDeletionCases,
        SnapshotSavingCases,
        SnapshotRestartCases {
  private @Nullable PluginSystem system;
  private @Nullable SnapshotClient store;

  abstract String snapshotPlugin();

  /** The settings of the plugin, which may keep its data in this directory. */
  abstract Config settings(Path dir);

  @BeforeAll
  void open(@TempDir Path dir) {
    system = new PluginSystem(settings(dir), dir);
  }

  /** A stray answer to one case must not be heard in the next. */
  @BeforeEach
  void listen() {
    store = new SnapshotClient(system().kit(), system().snapshotStore(snapshotPlugin()));
  }

  @AfterAll
  void close() {
    if (system != null) {
      system.close();
    }
  }

  @Override
  public PluginSystem system() {
    return Objects.requireNonNull(system);
  }

  @Override
  public SnapshotClient store() {
    return Objects.requireNonNull(store);
  }

  @Override
  public void restart() {
    system().restart();
    listen();
  }
}
