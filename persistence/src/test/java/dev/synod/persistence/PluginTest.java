package dev.synod.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.persistence.plugin.OpenStore;
import dev.synod.persistence.store.Inspection;
import dev.synod.persistence.store.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.internal.JournalFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugins in actor systems: what is theirs, and what they refuse. */
class PluginTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void whatWasPersistedIsRecoveredByTheNextActorSystem(String jni) {
    Config config = config(temp.resolve("n1"), jni);

    List<String> first = append(config, "a", "b", "c");
    List<String> second = append(config, "d");

    assertThat(first).containsExactly("a", "b", "c");
    assertThat(second).containsExactly("a", "b", "c", "d");
    assertThat(temp.resolve("n1/journal/FORMAT")).exists();
  }

  /** A user's parsed settings over {@code ConfigFactory.load()}: the defaults are resolved then. */
  @Test
  void theDirectoryMayBeSetOverResolvedDefaults() {
    Config config =
        ConfigFactory.parseString("synod.persistence.leveldb.dir = \"" + temp.resolve("n1") + "\"")
            .withFallback(ConfigFactory.load());

    append(config, "a");

    assertThat(temp.resolve("n1/journal/FORMAT")).exists();
  }

  @Test
  void nothingOutsideItsOwnSectionIsSet() {
    Config all = ConfigFactory.load();

    assertThat(all.getString("pekko.persistence.journal.plugin")).isEmpty();
    assertThat(all.getString("pekko.persistence.snapshot-store.plugin")).isEmpty();
    assertThat(ownReference().root().keySet()).containsExactly("synod");
    assertThat(ownReference().getConfig("synod").root().keySet()).containsExactly("persistence");
  }

  /** Not after Pekko's time-out for recoveries, and with the reason. */
  @Test
  void aDirectoryThatIsRefusedFailsRecoveriesAtOnce() throws Exception {
    Config config = config(temp.resolve("n1"), "auto");
    append(config, "a");
    Files.delete(temp.resolve("n1.synod"));

    refuses(config, "its marker " + temp.resolve("n1.synod") + " is missing");
  }

  @Test
  void aMissingSettingFailsRecoveriesAtOnce() {
    refuses(ConfigFactory.load(), "synod.persistence.leveldb.dir = \"\" must name");
  }

  @Test
  void aSettingThatIsNoneIsNamed() {
    Config config =
        ConfigFactory.parseString("synod.persistence.leveldb.format = sometimes")
            .withFallback(config(temp, "auto"));

    refuses(config, "synod.persistence.leveldb.format = sometimes must be one of");
  }

  @ParameterizedTest
  @CsvSource({
    "segment-bytes, 10 GiB, segment-bytes = 10737418240 must be 16384 to 1073741824",
    "max-write-bytes, 3 GiB, max-write-bytes = 3221225472 must be 1024 to 8388608",
    "max-batch-bytes, 5 GiB, max-batch-bytes = 5368709120 must be 1 to 33554432",
    "min-free-bytes, 9223372036854775807, must be 0 to 1152921504606846976"
  })
  void aSizeThatCannotBeIsNamedWithItsBounds(String key, String value, String line) {
    Config config =
        ConfigFactory.parseString("synod.persistence.leveldb.%s = %s".formatted(key, value))
            .withFallback(config(temp.resolve("n1"), "auto"));

    refuses(config, line);
  }

  /** Nobody would close it. */
  @Test
  void aStoreThatWasNotUsedIsNotOpenedOnceTheActorSystemHasEnded() {
    ActorTestKit kit = ActorTestKit.create("idle", config(temp.resolve("n1"), "auto"));
    OpenStore store = OpenStore.get(kit.system());

    kit.shutdownTestKit();

    assertThatThrownBy(store::store).hasMessage("the actor system has ended");
    assertThat(temp).isEmptyDirectory();
  }

  private static void refuses(Config config, String line) {
    ActorTestKit kit = ActorTestKit.create("journal", config);
    try {
      LoggingTestKit.error(JournalFailureException.class)
          .withCustom(event -> causes(event.getThrowable().get()).contains(line))
          .expect(kit.system(), () -> kit.spawn(Notebook.create("notebook")));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static String causes(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown.getMessage() + (cause == null ? "" : " " + causes(cause));
  }

  @Test
  void snapshotsAndEventsShareOneStore() {
    Config config = config(temp.resolve("n1"), "auto");

    assertThat(append(config, "snap a", "b")).containsExactly("snap a", "b");
    assertThat(append(config, "c")).containsExactly("snap a", "b", "c");

    Report report = Inspection.report(temp.resolve("n1"));
    assertThat(report.sound()).isTrue();
    assertThat(report.ids()).hasSize(1);
    assertThat(report.ids().get(0).highest()).isEqualTo(3);
    assertThat(report.ids().get(0).snapshots()).hasSize(1);
    assertThat(report.extent().ending().closed()).isTrue();
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
