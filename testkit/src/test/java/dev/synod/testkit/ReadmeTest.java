package dev.synod.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows the state machine that these tests compile and run, to the letter. */
class ReadmeTest {
  private static final Path BANK = Path.of("src/test/java/dev/synod/testkit/Bank.java");

  @Test
  void theStateMachineOfTheReadmeIsTheOneThatIsTested() throws IOException {
    String source = Files.readString(BANK);

    String shown = source.substring(source.indexOf("/** Accounts"));

    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + shown + "```");
  }
}
