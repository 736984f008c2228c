package dev.synod.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What testkit's README shows is what is compiled and run here. */
class TestkitReadmeTest {
  @Test
  void theTestInTheReadmeIsTheOneThatRuns() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String test =
        Files.readString(Path.of("src/test/java/dev/synod/testkit/BankSimulationTest.java"));

    assertThat(readme).contains(test.substring(test.indexOf("class BankSimulationTest")).strip());
  }
}
