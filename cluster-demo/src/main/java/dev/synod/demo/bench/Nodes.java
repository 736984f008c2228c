package dev.synod.demo.bench;

import dev.synod.demo.client.Api;
import dev.synod.demo.process.Fleet;
import dev.synod.demo.process.Jvm;
import dev.synod.demo.process.NodePlan;
import dev.synod.demo.process.NodeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The nodes of a run, and what their JVMs have used. */
final class Nodes implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** 128 and the number of the signal: what {@code --kill-leader} has brought about. */
  private static final int KILLED = 137;

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Pattern SYNCS = metric("synod_store_sync_seconds_count");
  private static final Pattern BYTES = metric("synod_store_bytes_total");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final Api api = new Api(ANSWER);
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final Runnable onLoss;
  private final Fleet fleet;
  private volatile boolean closed;

  /**
   * Nodes that do not run yet.
   *
   * @param onLoss when one has ended that nobody has killed
   */
  Nodes(List<NodePlan> plans, Jvm jvm, Runnable onLoss) {
    this.onLoss = onLoss;
    this.fleet = new Fleet(plans, jvm, this::ended);
  }

  private void ended(NodeProcess node, int status) {
    if (!closed && status != KILLED) {
      lost.add(
          "%s ended with status %d during the run%s"
              .formatted(
                  node.plan().id(), status, node.ownWords().map(line -> ": " + line).orElse("")));
      onLoss.run();
    }
  }

  /** Figures without one of the nodes would be those of another group. */
  void requireWhole() {
    if (!lost.isEmpty()) {
      throw new BenchFailedException(String.join("; ", lost));
    }
  }

  private static Pattern metric(String name) {
    return Pattern.compile("^" + name + "(?:\\{[^}]*})? ([-+.\\dEe]+)$", Pattern.MULTILINE);
  }

  /** Starts all and waits until all serve. */
  void start() {
    fleet.startAll(PATIENCE);
  }

  /** The process that leads by its own account. */
  NodeProcess leader() {
    return fleet.ids().stream()
        .filter(this::leads)
        .map(fleet::node)
        .findFirst()
        .orElseThrow(() -> new BenchFailedException("no node says that it leads"));
  }

  private boolean leads(String id) {
    try {
      return api.get(fleet.plan(id).uri(), "/status").body().path("leader").asText().equals(id);
    } catch (IOException silent) {
      return false;
    }
  }

  /** Starts the dead again. */
  void raise() {
    fleet.ids().stream()
        .filter(id -> !fleet.node(id).alive())
        .map(fleet::start)
        .forEach(node -> node.awaitReady(PATIENCE));
  }

  /** What they and the client have used. */
  Counters counters(ProcessHandle client) {
    long begin = System.nanoTime();
    List<OptionalDouble> cpu =
        Stream.concat(
                Stream.of(client),
                fleet.ids().stream()
                    .map(id -> ProcessHandle.of(fleet.node(id).pid()))
                    .flatMap(Optional::stream))
            .map(Nodes::cpu)
            .toList();
    long asked = System.nanoTime();
    List<String> metrics = metrics();
    long middle = asked + (System.nanoTime() - asked) / 2;
    return new Counters(
        Counters.sum(cpu, begin),
        Counters.sum(metrics.stream().map(text -> number(BYTES, text)).toList(), middle),
        Counters.sum(metrics.stream().map(text -> number(SYNCS, text)).toList(), middle));
  }

  private static OptionalDouble cpu(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .map(spent -> OptionalDouble.of(spent.toNanos() / 1e9))
        .orElseGet(OptionalDouble::empty);
  }

  private static OptionalDouble number(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .findFirst();
  }

  /** What the nodes count, asked all at once; empty of one that does not answer. */
  private List<String> metrics() {
    List<CompletableFuture<String>> answers =
        fleet.uris().stream()
            .map(node -> HttpRequest.newBuilder(node.resolve("/metrics")).timeout(ANSWER).build())
            .map(
                request ->
                    http.sendAsync(request, BodyHandlers.ofString())
                        .thenApply(HttpResponse::body)
                        .exceptionally(silent -> ""))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    closed = true;
    fleet.close();
  }
}
