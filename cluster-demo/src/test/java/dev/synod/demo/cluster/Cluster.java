package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.client.Session;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Ports;
import dev.synod.demo.process.Fleet;
import dev.synod.demo.process.NodeFailedException;
import dev.synod.demo.process.NodePlan;
import dev.synod.demo.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Three nodes as processes of the demo's jar, and questions to them. */
final class Cluster implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LOWEST = 21_000;
  private static final int SIXES = 1_900;
  static final Path JAR = Path.of(System.getProperty("synod.demo.jar", "target/synod-demo.jar"));

  private final Api api = new Api(Duration.ofSeconds(5));
  private final Fleet fleet;

  private Cluster(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Plans three nodes.
   *
   * @param home holds their data and logs
   * @param settings of all of them, {@code -Dkey=value}
   */
  static Cluster in(Path home, String... settings) {
    List<Integer> free = sixInARow();
    return new Cluster(
        new Fleet(
            NodePlan.group(free.subList(0, 3), free.subList(3, 6), home, List.of(settings)),
            classPath(),
            (node, status) -> {}));
  }

  /**
   * Ports that are free now, below those that systems give out by themselves: a node must find its
   * own free when it returns. Each test run begins elsewhere.
   */
  static List<Integer> sixInARow() {
    return IntStream.range(0, SIXES)
        .map(i -> LOWEST + 6 * (int) ((i + ProcessHandle.current().pid()) % SIXES))
        .mapToObj(first -> IntStream.range(first, first + 6).boxed().toList())
        .filter(ports -> ports.stream().allMatch(Cluster::free))
        .findFirst()
        .orElseThrow();
  }

  private static boolean free(int port) {
    try {
      Ports.requireFree("port", "127.0.0.1", port);
      return true;
    } catch (BadInput taken) {
      return false;
    }
  }

  /** The jar, or what stands for it. */
  static String classPath() {
    return System.getProperty("synod.demo.classpath", JAR.toString());
  }

  Fleet fleet() {
    return fleet;
  }

  Session session(int firstNode) {
    return new Session(api, fleet.uris(), firstNode, PATIENCE);
  }

  void startAndAwait(String... ids) {
    for (String id : ids) {
      fleet.start(id);
    }
    for (String id : ids) {
      awaitReady(id);
    }
  }

  /** Whichever run of it that is: one that was put out has a successor. */
  private void awaitReady(String id) {
    NodeProcess run = fleet.node(id);
    try {
      run.awaitReady(PATIENCE);
    } catch (NodeFailedException failure) {
      if (run.alive() || run.awaitExit(PATIENCE) != Fleet.DOWNED) {
        throw failure;
      }
      await().atMost(PATIENCE).until(() -> fleet.node(id) != run);
      awaitReady(id);
    }
  }

  void kill(String... ids) {
    for (String id : ids) {
      fleet.node(id).kill();
    }
  }

  /** Reads at one node; empty if it can't be reached. */
  Optional<Reply> ask(String id, String path) {
    try {
      return Optional.of(api.get(fleet.plan(id).uri(), path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a node holds or is; empty without such an answer. */
  Optional<JsonNode> read(String id, String path) {
    return ask(id, path).filter(Reply::ok).map(Reply::body);
  }

  /** The value of a key, read linearizably at one node that must answer. */
  String value(String id, String key) {
    return eventually(() -> read(id, "/kv/" + key), "/kv/" + key + " at " + id)
        .path("value")
        .asText();
  }

  /** Who leads by its own account, among these. */
  String awaitLeader(List<String> ids) {
    return eventually(
        () -> ids.stream().filter(id -> leads(id)).findFirst(), "a leader among " + ids);
  }

  /** All that run hold the same. */
  void awaitSameState() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(distinct(status -> status.path("chosenThrough").asLong())).hasSize(1);
              assertThat(distinct(status -> status.path("appliedThrough").asLong())).hasSize(1);
              assertThat(distinct(status -> status.path("stateHash").asText())).hasSize(1);
            });
  }

  @Override
  public void close() {
    fleet.close();
  }

  private <T> List<T> distinct(Function<JsonNode, T> part) {
    return fleet.ids().stream()
        .map(id -> read(id, "/status").orElseThrow(() -> silent(id)))
        .map(part)
        .distinct()
        .toList();
  }

  private AssertionError silent(String id) {
    return new AssertionError(id + " is silent: " + fleet.node(id).lastWords());
  }

  private boolean leads(String id) {
    return read(id, "/status").filter(s -> s.path("leader").asText().equals(id)).isPresent();
  }

  private static <T> T eventually(Callable<Optional<T>> look, String what) {
    return await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(look, Optional::isPresent)
        .orElseThrow();
  }
}
