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

/** Keeps one actor system for all cases of a class; each case has ids of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JournalSetting implements JournalSubject {
  private @Nullable PluginSystem system;
  private @Nullable JournalClient journal;

  /** The settings of the plugins, which may keep their data in this directory. */
  abstract Config settings(Path dir);

  @BeforeAll
  void open(@TempDir Path dir) {
    system = new PluginSystem(settings(dir), dir);
  }

  /** A stray answer to one case must not be heard in the next. */
  @BeforeEach
  void listen() {
    journal = another();
  }

  @AfterAll
  void close() {
    if (system != null) {
      system.close();
    }
  }

  @Override
  public String snapshotPlugin() {
    return "pekko.persistence.snapshot-store.local";
  }

  @Override
  public PluginSystem system() {
    return Objects.requireNonNull(system);
  }

  @Override
  public JournalClient journal() {
    return Objects.requireNonNull(journal);
  }

  @Override
  public JournalClient another() {
    return new JournalClient(system().kit(), system().journal(journalPlugin()));
  }

  @Override
  public void restart() {
    system().restart();
    listen();
  }
}
