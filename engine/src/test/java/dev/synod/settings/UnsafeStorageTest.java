package dev.synod.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeStorageTest {
  private static List<String> warnings(String journal, String store) {
    return UnsafeStorage.warnings(
        ConfigFactory.parseString(
                """
                mine.class = a.b.Journal
                kit.class = "org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin"
                synod.acceptor.journal = "%s"
                synod.replica.snapshot-store = "%s"
                """
                    .formatted(journal, store))
            .withFallback(ConfigFactory.load())
            .resolve());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pekko.persistence.journal.inmem",
        "pekko.persistence.journal.leveldb",
        "pekko.persistence.journal.leveldb-shared"
      })
  void journalsOfPekkoThatForgetAreNamed(String plugin) {
    assertThat(warnings(plugin, "").get(0))
        .startsWith("synod.acceptor.journal = \"" + plugin + "\" is unsafe for members: it ")
        .contains("Use synod.persistence.leveldb.journal");
  }

  /** G1. */
  @ParameterizedTest
  @ValueSource(strings = {"pekko.persistence.snapshot-store.local", "kit"})
  void snapshotStoresOfPekkoThatForgetAreNamed(String plugin) {
    assertThat(warnings("mine", plugin).get(0))
        .startsWith("synod.replica.snapshot-store = \"" + plugin + "\" is unsafe for members: it ")
        .contains("Use synod.persistence.leveldb.snapshot-store");
  }

  @Test
  void whatIsNotKnownToForgetIsNotNamed() {
    assertThat(warnings("mine", "mine")).isEmpty();
    assertThat(warnings("mine", "")).isEmpty();
  }
}
