package dev.synod.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.CircuitBreaker;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeveldbJournalTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void whatWasPersistedIsRecoveredByTheNextActorSystem(String jni) {
    Config config = config(temp, jni);

    List<String> first = append(config, "a", "b", "c");
    List<String> second = append(config, "d");

    assertThat(first).containsExactly("a", "b", "c");
    assertThat(second).containsExactly("a", "b", "c", "d");
    assertThat(temp.resolve("journal/CURRENT")).exists();
  }

  /** A user's parsed settings over {@code ConfigFactory.load()}: the defaults are resolved then. */
  @Test
  void theDirectoryMayBeSetOverResolvedDefaults() {
    Config config =
        ConfigFactory.parseString("synod.persistence.leveldb.dir = \"" + temp + "\"")
            .withFallback(ConfigFactory.load());

    append(config, "a");

    assertThat(temp.resolve("journal/CURRENT")).exists();
  }

  @Test
  void nothingOutsideItsOwnSectionIsSet() {
    Config all = ConfigFactory.load();

    assertThat(all.getString("pekko.persistence.journal.plugin")).isEmpty();
    assertThat(all.getString("pekko.persistence.snapshot-store.plugin")).isEmpty();
    assertThat(ownReference().root().keySet()).containsExactly("synod");
    assertThat(ownReference().getConfig("synod").root().keySet()).containsExactly("persistence");
  }

  /** Rule A3. */
  @Test
  void everyWriteIsSyncedAndEveryReadIsChecked() {
    Config journal = LeveldbJournal.located(config(temp, "on"));

    assertThat(journal.getBoolean("fsync")).isTrue();
    assertThat(journal.getBoolean("checksum")).isTrue();
    assertThat(journal.getString("replay-filter.mode")).isEqualTo("fail");
    assertThat(journal.getString("dir")).isEqualTo(temp.resolve("journal").toString());
  }

  /**
   * Rule D3: LevelDB would confirm later writes; the breaker that Pekko puts before it does not.
   */
  @Test
  void afterOneFailedWriteAllLaterOnesFailAtOnce() {
    Config settings = config(temp, "on").getConfig("synod.persistence.leveldb.journal");
    ActorTestKit kit = ActorTestKit.create();
    try {
      CircuitBreaker breaker =
          CircuitBreaker.create(
              kit.system().classicSystem().scheduler(),
              settings.getInt("circuit-breaker.max-failures"),
              settings.getDuration("circuit-breaker.call-timeout"),
              settings.getDuration("circuit-breaker.reset-timeout"));

      CompletionStage<String> failed =
          breaker.callWithCircuitBreakerCS(
              () -> CompletableFuture.failedFuture(new IOException("sync failed")));
      assertThat(failed.toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
      CompletionStage<String> next =
          breaker.callWithCircuitBreakerCS(() -> CompletableFuture.completedFuture("synced"));

      assertThat(next.toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(CircuitBreakerOpenException.class);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void aMissingSettingIsNamed() {
    assertThatThrownBy(() -> LeveldbJournal.located(ConfigFactory.load()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("synod.persistence.leveldb.dir = \"\" must name this node's data directory");
  }

  @Test
  void aDirectoryThatCanNotHoldDataIsNamed() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> LeveldbJournal.located(config(file, "on")))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining(file + " is a file");
  }

  @Test
  void aPlatformWithoutALibraryIsToldToTurnNativeOff() throws Exception {
    List<String> unknown =
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dos.name=Plan9",
            "-Dos.arch=mips",
            "-Djava.io.tmpdir=" + temp);

    try (ChildJvm child = ChildJvm.start(NativeLoader.class, unknown)) {
      assertThat(child.line())
          .contains("synod.persistence.leveldb.native = on", "Plan9", "mips", "set it to off");
    }
  }

  private static List<String> append(Config config, String... lines) {
    ActorTestKit kit = ActorTestKit.create("journal", config);
    try {
      TestProbe<List<String>> probe = kit.createTestProbe();
      ActorRef<Notebook.Line> notebook = kit.spawn(Notebook.create("notebook"));
      List<String> all = List.of();
      for (String line : lines) {
        notebook.tell(new Notebook.Line(line, probe.getRef()));
        all = probe.receiveMessage();
      }
      return all;
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Config config(Path dir, String jni) {
    return ConfigFactory.parseString(
            "synod.persistence.leveldb { dir = \"" + dir + "\", native = " + jni + " }")
        .withFallback(ConfigFactory.load());
  }

  private static Config ownReference() {
    return ConfigFactory.parseFile(Path.of("src/main/resources/reference.conf").toFile());
  }
}
