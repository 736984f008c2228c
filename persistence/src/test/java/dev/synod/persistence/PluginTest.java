package dev.synod.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
