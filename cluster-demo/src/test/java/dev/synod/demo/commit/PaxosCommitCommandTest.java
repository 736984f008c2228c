package dev.synod.demo.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code paxos-commit} in a JVM of its own, as others start it. */
class PaxosCommitCommandTest {
  @TempDir private Path temp;

  @Test
  void aSessionEndsAtTheEndOfInput() throws Exception {
    assertThat(Session.toClients(run(Session.INIT, Session.BEGIN)))
        .containsExactly(
            "{\"src\": \"paxos_coord\", \"dest\": \"c0\", \"body\":"
                + " {\"type\": \"init_ok\", \"in_reply_to\": 1, \"msg_id\": 0}}");
    assertThat(run()).isEmpty();
  }

  @Test
  void withAcceptorsInsideItIsCompleteByItself() throws Exception {
    assertThat(arguments("--acceptors", "internal", Session.INIT, Session.BEGIN))
        .last()
        .asString()
        .contains("paxos_commit_ok", "\"outcome\": \"commit\"");
  }

  @Test
  void acceptorsAreEitherInsideOrNot() {
    StringWriter err = new StringWriter();

    int status =
        Main.commandLine()
            .setErr(new PrintWriter(err))
            .execute("paxos-commit", "--acceptors", "here");

    assertThat(status).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "paxos-commit: --acceptors 'here' must be external or internal"
                + System.lineSeparator());
  }

  private List<String> run(String... input) throws Exception {
    return arguments("--acceptors", "external", input);
  }

  private List<String> arguments(String name, String value, String... input) throws Exception {
    Path file = Files.writeString(temp.resolve("in"), String.join("", input));
    Path output = temp.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("paxos-commit", name, value));
    int status =
        new ProcessBuilder(command)
            .redirectInput(file.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();

    assertThat(status).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}
