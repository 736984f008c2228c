package dev.synod.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeJournalTest {
  private static Optional<String> warning(String plugin) {
    return UnsafeJournal.warning(
        ConfigFactory.parseString(
                "mine.class = a.b.Journal\nsynod.acceptor.journal = \"" + plugin + "\"")
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
    assertThat(warning(plugin).orElseThrow())
        .startsWith("synod.acceptor.journal = \"" + plugin + "\" is unsafe for acceptors: it ")
        .contains("Use synod.persistence.leveldb.journal");
  }

  @Test
  void whatIsNotKnownToForgetIsNotNamed() {
    assertThat(warning("mine")).isEmpty();
  }
}
