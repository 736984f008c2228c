package dev.synod.demo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.synod.demo.Main;
import dev.synod.demo.input.Ports;
import dev.synod.persistence.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever can't be is told in one line that names the value and the bound; exit status 2. */
class NodeBadInputTest {
  @TempDir private Path temp;

  private final Map<String, String> options = new LinkedHashMap<>();
  private int port;
  private int httpPort;

  @BeforeEach
  void optionsThatWouldDo() {
    List<Integer> free = Ports.free(2);
    port = free.get(0);
    httpPort = free.get(1);
    options.put("--id", "n1");
    options.put("--port", Integer.toString(port));
    options.put("--http-port", Integer.toString(httpPort));
    options.put("--data-dir", temp.resolve("n1").toString());
    options.put("--members", "n1@127.0.0.1:" + port + ",n2@127.0.0.1:1,n3@127.0.0.1:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "--id; n9; member 'n9' is not in the member list [n1@",
        "--id; ''; member",
        "--members; n1@127.0.0.1:1,n1@127.0.0.1:2; member id 'n1' stands twice",
        "--members; n1@127.0.0.1:1,n2@127.0.0.1:1; address '127.0.0.1:1' stands twice",
        "--members; \"\"; the member list of group 'demo' is empty; it needs at least 1",
        "--members; n1@127.0.0.1; member 'n1@127.0.0.1' must have the form id@host:port",
        "--members; n1@127.0.0.1:70000; port 70000 of member 'n1' must be from 1 to 65535",
        "--group; dé mo; group name 'dé mo' must be 1 to 63 of A-Z a-z 0-9 _ . -",
        "--port; 0; --port 0 must be from 1 to 65535",
        "--port; 65536; --port 65536 must be from 1 to 65535",
        "--port; 3; but --host and --port say n1@127.0.0.1:3; they must agree",
        "--http-port; -1; --http-port -1 must be from 0 to 65535",
        "--advertise; other; but --advertise and --port say n1@other:",
        "--data-dir; /no/such/parent; /no/such is no directory",
        "-Dsynod.elector.timeuot; 2s; setting -Dsynod.elector.timeuot does not exist",
        "--data-dir; \"\"; --data-dir '' must name a directory",
        "-Djava.io.tmpdir; /tmp; setting -Djava.io.tmpdir is none of synod.* and pekko.*",
        "-Dpekko..x; 1; setting -Dpekko..x ",
        "-Dsynod..x; 1; setting -Dsynod..x ",
        "-Dpekko.cluster; 1; pekko.cluster",
        "-Dpekko.actor.provider; none; none",
        "-Dsynod.proposer.window; 0; synod.proposer.window = 0 must be from 1 to 1024"
      })
  void namesWhatCannotBe(String option, String value, String line) {
    options.put(option, value);

    assertRefused(line);
  }

  /** No more than an address of Pekko's can say: no such host would ever be reached. */
  @ParameterizedTest
  @ValueSource(strings = {"n2@my_node:1", "n2@bad host:1", "n2@::1:5", "n2@a/b:1"})
  void namesAMemberWithoutAHost(String member) {
    options.put("--members", "n1@127.0.0.1:" + port + "," + member + ",n3@127.0.0.1:2");

    assertRefused(member.substring(0, member.lastIndexOf(':')).substring(3));
  }

  @Test
  void namesAPortThatStandsTwice() {
    options.put("--http-port", Integer.toString(port));

    assertRefused("--http-port " + port + " is --port, too; they must differ");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void namesADirectoryThatIsHeld() {
    try (DataDirectory held = DataDirectory.open(temp.resolve("n1"))) {
      assertRefused("data directory " + held.path() + " is held by");
    }
  }

  @Test
  void namesADirectoryThatIsAFile() throws IOException {
    Files.writeString(temp.resolve("n1"), "a file");

    assertRefused(temp.resolve("n1") + " is a file");
  }

  @Test
  void namesADirectoryThatIsReadOnly() throws IOException {
    Path readOnly = Files.createDirectory(temp.resolve("n1"));
    assertThat(readOnly.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(readOnly)).as("root writes everywhere").isFalse();

    assertRefused("data directory " + readOnly + " can't be read and written");
  }

  @Test
  void namesPortsThatAreInUse() throws IOException {
    try (ServerSocket held = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertRefused("--port " + held.getLocalPort() + " on 127.0.0.1 can't be bound");
    }
    try (ServerSocket held = new ServerSocket(httpPort, 1, InetAddress.getLoopbackAddress())) {
      assertRefused("--http-port " + held.getLocalPort() + " on 127.0.0.1 can't be bound");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--data-dir=; --data-dir '' must name a directory",
        "-Dpekko..x=1; setting -Dpekko..x ",
        "--port=0; --port 0 must be from 1 to 65535",
        "--http-port=65534; --http-port 65536 must be from 1 to 65535",
        "--port=20001,--http-port=20003; --http-port 20003 is --port, too"
      })
  void demoNamesWhatCannotBe(String options, String line) {
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("demo", "--once"));
    arguments.addAll(List.of(options.split(",")));

    int status = run(err, arguments);

    assertThat(err.toString().lines().toList()).hasSize(1);
    assertThat(err.toString()).startsWith("demo: ").contains(line);
    assertThat(status).isEqualTo(2);
  }

  @Test
  void unknownOptionsAndMissingOnesShowTheUsage() {
    StringWriter err = new StringWriter();

    int status = run(err, List.of("node", "--idd", "n1"));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: synod-demo node");
  }

  @Test
  void aBadLineOfAWorkloadIsNamedBeforeAnythingStarts() throws IOException {
    Path file = Files.writeString(temp.resolve("work.txt"), "open alice 5\npay bob 7\n");
    StringWriter err = new StringWriter();

    int status = run(err, List.of("demo", "--once", "--input", file.toString()));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("demo: " + file + ":2: 'pay' must be one of open, transfer, stock");
  }

  private void assertRefused(String line) {
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("node"));
    options.forEach((name, value) -> arguments.add(name + "=" + value));

    int status = run(err, arguments);

    assertThat(err.toString().lines().toList()).hasSize(1);
    assertThat(err.toString()).startsWith("node: ").contains(line);
    assertThat(status).isEqualTo(2);
  }

  private static int run(StringWriter err, List<String> arguments) {
    return Main.commandLine()
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }
}
