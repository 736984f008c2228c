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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Nodes as processes of the demo's jar, and questions to them. */
final class Cluster implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(3);
  static final String SPARE = "n4";

  /** Half of the defaults, for who asks neither how leaders are lost nor how long that takes. */
  static final String[] QUICK = {"-Dsynod.elector.timeout=500ms", "-Dsynod.elector.heartbeat=50ms"};

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

  /** Plans three nodes, and a fourth that is none of the founders. */
  static Cluster withSpare(Path home) {
    List<Integer> free = inARow(8);
    List<NodePlan> all =
        NodePlan.group(free.subList(0, 4), free.subList(4, 8), home, List.<String>of());
    String founders =
        NodePlan.group(free.subList(0, 3), free.subList(4, 7), home, List.<String>of())
            .get(0)
            .members();
    List<NodePlan> plans =
        all.stream()
            .map(plan -> plan.id().equals(SPARE) ? plan : plan.withMembers(founders))
            .toList();
    return new Cluster(new Fleet(plans, classPath(), (node, status) -> {}));
  }

  static List<Integer> sixInARow() {
    return inARow(6);
  }

  /**
   * Ports that are free now, below those that systems give out by themselves: a node must find its
   * own free when it returns. Each test run begins elsewhere.
   */
  private static List<Integer> inARow(int count) {
    return IntStream.range(0, SIXES)
        .map(i -> LOWEST + 6 * (int) ((i + ProcessHandle.current().pid()) % SIXES))
        .mapToObj(first -> IntStream.range(first, first + count).boxed().toList())
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
    String instead = System.getProperty("synod.demo.classpath");
    if (instead != null) {
      return instead;
    }
    Archive.prepare(JAR);
    return JAR.toString();
  }

  /** Starts a command of the demo as anyone would; its temporary files are in this directory. */
  static List<String> command(Path temp, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.addAll(
        System.getProperty("synod.demo.classpath") == null
            ? List.of("-jar", classPath())
            : List.of("-cp", classPath(), "dev.synod.demo.Main"));
    command.addAll(List.of(arguments));
    return command;
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
  void awaitReady(String id) {
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

  /** SIGSTOP: its process stands still, and the system holds what is sent to it. */
  void halt(String id) {
    Signals.send("STOP", Long.toString(fleet.node(id).pid()));
  }

  /** SIGCONT. */
  void resume(String id) {
    Signals.send("CONT", Long.toString(fleet.node(id).pid()));
  }

  /** SIGTERM, and the end in good order; a run that was put out has a successor, which is meant. */
  void end(String id) {
    NodeProcess run = fleet.node(id);
    run.terminate();
    int status = run.awaitExit(PATIENCE);
    if (status == Fleet.DOWNED) {
      await().atMost(PATIENCE).until(() -> fleet.node(id) != run);
      awaitReady(id);
      end(id);
    } else {
      assertThat(status).as("exit status of " + id).isZero();
    }
  }

  /** Has the members changed at one node; refused as long as what must be there first is not. */
  void change(String id, JsonNode change) {
    await(change.toString())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              Reply reply = api.post(fleet.plan(id).uri(), "/admin/members", change);
              assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            });
  }

  /** Waits until a node that runs says that it can't serve, and why. */
  void awaitNotReady(String id, String why) {
    await(id)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ask(id, "/health/ready"))
                    .hasValueSatisfying(
                        reply -> assertThat(reply.toString()).startsWith("503").contains(why)));
  }

  /** Waits until a node has applied all that another one has applied by now. */
  void awaitCaughtUp(String id, String other) {
    long goal = applied(other);
    await(id + " at " + goal).atMost(PATIENCE).until(() -> applied(id) >= goal);
  }

  private long applied(String id) {
    return status(id).path("appliedThrough").asLong();
  }

  /** The configuration that a node is in. */
  long epoch(String id) {
    return status(id).path("epoch").asLong();
  }

  private JsonNode status(String id) {
    return read(id, "/status").orElseThrow(() -> silent(id));
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

  /** All hold the same. */
  void awaitSameState() {
    awaitSameState(fleet.ids());
  }

  /** These hold the same. */
  void awaitSameState(List<String> ids) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(distinct(ids, status -> status.path("chosenThrough").asLong())).hasSize(1);
              assertThat(distinct(ids, status -> status.path("appliedThrough").asLong()))
                  .hasSize(1);
              assertThat(distinct(ids, status -> status.path("stateHash").asText())).hasSize(1);
            });
  }

  /** With no good-byes, which take seconds: how nodes end in order is asked with {@link #end}. */
  @Override
  public void close() {
    fleet.alive().forEach(NodeProcess::kill);
    fleet.close();
  }

  private <T> List<T> distinct(List<String> ids, Function<JsonNode, T> part) {
    return ids.stream().map(this::status).map(part).distinct().toList();
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
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(look, Optional::isPresent)
        .orElseThrow();
  }
}
