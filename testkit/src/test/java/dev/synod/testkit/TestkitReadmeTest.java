package dev.synod.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What testkit's README shows is what is compiled and run here. */
class TestkitReadmeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BankSimulationTest",
        "BankScriptTest",
        "junit/GreetingTest",
        "journal/DiaryTest",
        "real/CutOffTest",
        "process/EchoTest"
      })
  void theTestInTheReadmeIsTheOneThatRuns(String file) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String test = Files.readString(Path.of("src/test/java/dev/synod/testkit", file + ".java"));
    String name = Path.of(file).getFileName().toString();

    assertThat(readme).contains(test.substring(test.indexOf("class " + name)).strip());
  }
}
