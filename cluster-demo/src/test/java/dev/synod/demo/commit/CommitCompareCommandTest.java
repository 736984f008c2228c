package dev.synod.demo.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code commit-compare}. */
class CommitCompareCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }

  @Test
  void whatEachProtocolComesToAndCostsIsShown() {
    assertThat(run("commit-compare", "--participants", "2")).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).anyMatch(line -> line.startsWith("2PC") && line.contains("BLOCKED"));
    assertThat(lines).anyMatch(line -> line.startsWith("3PC") && line.contains("DISAGREEMENT"));
    assertThat(lines)
        .filteredOn(line -> line.contains("Paxos Commit"))
        .noneMatch(line -> line.contains("DISAGREEMENT") || line.contains("BLOCKED"));
    assertThat(lines)
        .contains(
            "Paxos Commit            3  2   16 messages, 5 delays, 6 writes      "
                + "16 messages, 5 delays, 6 writes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", "two"})
  void aNumberOfParticipantsThatCannotBeIsRefused(String participants) {
    assertThat(run("commit-compare", "--participants", participants)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "commit-compare: --participants '%s' must be a whole number from 1 to 4"
                .formatted(participants));
  }
}
