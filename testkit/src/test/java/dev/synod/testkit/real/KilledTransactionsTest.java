package dev.synod.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.api.Choice;
import dev.synod.testkit.process.JvmProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three JVMs that move money, each killed by kill -9 in the middle of it, and all at once. */
class KilledTransactionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> IDS = List.of("n1", "n2", "n3");

  @TempDir private Path directory;
  private final Map<String, JvmProcess> nodes = new TreeMap<>();
  private String members = "";
  private int starts;

  private void start(String id, boolean moves) {
    JvmProcess node =
        JvmProcess.of(
                PurseNode.class,
                id,
                members,
                directory.toString(),
                String.valueOf(++starts),
                String.valueOf(moves))
            .options("-Xmx256m")
            .start();
    nodes.put(id, node);
    String unused = node.awaitLine("started", PATIENCE);
  }

  private void kill(String id) {
    JvmProcess node = nodes.remove(id);
    if (node != null) {
      node.close();
    }
  }

  private long commits(String id) throws IOException {
    return lines(id + ".told").stream().filter(line -> line.startsWith("COMMIT")).count();
  }

  private List<String> lines(String file) throws IOException {
    return FilePurse.lines(directory.resolve(file));
  }

  /** All that live have committed something more. */
  private void awaitProgress() throws IOException {
    Map<String, Long> before = new HashMap<>();
    for (String id : nodes.keySet()) {
      before.put(id, commits(id));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (Map.Entry<String, Long> one : before.entrySet()) {
                assertThat(commits(one.getKey())).isGreaterThan(one.getValue() + 3);
              }
            });
  }

  @Test
  void moneyIsNeitherMadeNorLostAndWhatWasToldIsDone() throws Exception {
    members = addresses();
    try {
      IDS.forEach(id -> start(id, true));
      awaitProgress();
      for (int round = 0; round < 3; round++) {
        String victim = IDS.get(round);
        kill(victim);
        awaitProgress();
        start(victim, true);
        awaitProgress();
      }
      IDS.forEach(this::kill);
      IDS.forEach(id -> start(id, false));
      await().atMost(PATIENCE).untilAsserted(this::nothingIsHeld);
    } finally {
      List.copyOf(nodes.keySet()).forEach(this::kill);
    }
    assertOutcomes();
  }

  private void nothingIsHeld() throws IOException {
    for (String id : IDS) {
      Map<String, String> outcomes = outcomes(id);
      assertThat(lines(id + ".purse"))
          .filteredOn(line -> line.startsWith("P"))
          .allMatch(line -> outcomes.containsKey(line.split(" ", -1)[1]));
    }
  }

  /** What became of each transaction that this node was told the end of. */
  private Map<String, String> outcomes(String id) throws IOException {
    return lines(id + ".purse").stream()
        .filter(line -> !line.startsWith("P"))
        .map(line -> line.split(" ", -1))
        .collect(Collectors.toMap(line -> line[1], line -> line[0]));
  }

  private void assertOutcomes() throws IOException {
    Map<String, String> all = new TreeMap<>();
    Map<String, List<String>> parts = new TreeMap<>();
    long sum = 0;
    for (String id : IDS) {
      Map<String, String> outcomes = outcomes(id);
      outcomes.forEach(
          (transaction, outcome) ->
              assertThat(all.merge(transaction, outcome, (one, other) -> one))
                  .as("%s at %s", transaction, id)
                  .isEqualTo(outcome));
      for (String line : lines(id + ".purse")) {
        String[] word = line.split(" ", -1);
        if (word[0].equals("P") && "C".equals(outcomes.get(word[1]))) {
          sum += Long.parseLong(word[3]);
          parts.computeIfAbsent(word[2], fresh -> new ArrayList<>()).add(id);
        }
      }
    }
    assertThat(sum).isZero();
    assertThat(parts.values()).allMatch(done -> done.size() == 2);
    for (String id : IDS) {
      for (String line : lines(id + ".told")) {
        boolean committed = line.startsWith(Choice.COMMIT.name());
        assertThat(parts.containsKey(line.split(" ", -1)[1])).as(line).isEqualTo(committed);
      }
    }
  }

  private String addresses() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<String> peers = new ArrayList<>();
    for (String id : IDS) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      peers.add(id + "@127.0.0.1:" + socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return String.join(",", peers);
  }
}
