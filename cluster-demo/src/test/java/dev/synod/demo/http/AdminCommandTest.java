package dev.synod.demo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.SnapshotFailedException;
import dev.synod.api.SnapshotFailedException.Reason;
import dev.synod.demo.Main;
import dev.synod.demo.input.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code admin snapshot}, over a real socket. */
class AdminCommandTest {
  private static final ActorTestKit KIT = LocalServer.kit();

  private final LocalServer server = new LocalServer(KIT);
  private final String node = "127.0.0.1:" + server.address().getPort();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void unbind() {
    server.close();
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void saysWhichSlotIsSaved() {
    server.put("/kv/a", "x");

    assertThat(run(node)).isZero();

    assertThat(out)
        .hasToString(node + " has saved its state after slot 1" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysWhyNoneIs() {
    server.group.failNext(new SnapshotFailedException(Reason.NO_STORE, "name one"));

    assertThat(run(node)).isEqualTo(1);

    assertThat(err)
        .hasToString(
            "snapshot: " + node + " has saved no snapshot: name one" + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    assertThat(run("127.0.0.1:" + Ports.free(1).get(0))).isEqualTo(1);

    assertThat(err.toString()).contains("it does not answer (");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n1", "127.0.0.1", "127.0.0.1:8081/kv", "a b:1", ":8081", "h:x"})
  void refusesWhatIsNoNode(String typed) {
    assertThat(run(typed)).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "snapshot: --node %s must be HOST:HTTP-PORT, such as 127.0.0.1:8081%n"
                .formatted(typed));
  }

  private int run(String typed) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("admin", "snapshot", "--node", typed);
  }
}
