package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.input.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a group is without a leader after kill -9, and whether one is given up for nothing. */
@Tag("bench")
class LeadershipBench {
  private static final int ROUNDS = Integer.getInteger("synod.bench.rounds", 11);
  private static final Duration CALM =
      Duration.ofSeconds(Integer.getInteger("synod.bench.calm-seconds", 600));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Whatever the start brings is over. */
  private static final int SETTLED = 5000;

  private static final List<String> LAN =
      List.of("-Dsynod.elector.timeout=120ms", "-Dsynod.elector.heartbeat=20ms");
  private static final Path REPORT = Path.of("target", "bench", "leadership.txt");

  private final Api api = new Api(Duration.ofSeconds(15));
  private final List<String> lines = new ArrayList<>();

  @Test
  void fromKillToTheFirstCommittedWrite(@TempDir Path home) throws IOException {
    for (List<String> settings : List.of(List.<String>of(), LAN)) {
      List<BenchNode> nodes = start(home.resolve("of" + settings.size()), settings);
      try {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
          double millis = failOver(nodes);
          if (round > 0) {
            times.add(millis);
          }
        }
        tell(
            "%s: %s ms; median %.0f ms; load average %.1f",
            settings.isEmpty() ? "default settings" : settings,
            times.stream().map("%.0f"::formatted).toList(),
            times.stream().sorted().toList().get(times.size() / 2),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      } finally {
        nodes.forEach(BenchNode::close);
      }
    }
    report();
  }

  @Test
  void noElectionUnderFullLoad(@TempDir Path home) throws IOException, InterruptedException {
    List<BenchNode> nodes = start(home, List.of());
    try (Writers load = Writers.steady(uris(nodes), "key", 64, 128)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> load.acks().count() > SETTLED);
      List<Long> before = changes(nodes);
      long written = load.acks().count();
      Thread.sleep(CALM.toMillis());
      tell(
          "%d s of full load, %d writes, %d errors: leader changes seen %s before, %s after; load"
              + " average %.1f",
          CALM.toSeconds(),
          load.acks().count() - written,
          load.errors(),
          before,
          changes(nodes),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      assertThat(changes(nodes)).isEqualTo(before);
    } finally {
      nodes.forEach(BenchNode::close);
    }
    report();
  }

  private List<BenchNode> start(Path home, List<String> settings) throws IOException {
    Files.createDirectories(home);
    List<Integer> ports = Ports.free(6);
    List<BenchNode> nodes =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    new BenchNode(
                        "n" + (i + 1),
                        ports.get(i),
                        ports.get(3 + i),
                        home,
                        List.of("-Xmx512m"),
                        settings))
            .toList();
    nodes.forEach(node -> node.start(members(nodes)));
    nodes.forEach(this::awaitReady);
    return nodes;
  }

  private static String members(List<BenchNode> nodes) {
    return nodes.stream().map(BenchNode::member).collect(Collectors.joining(","));
  }

  private static List<URI> uris(List<BenchNode> nodes) {
    return nodes.stream().map(BenchNode::uri).toList();
  }

  private double failOver(List<BenchNode> nodes) {
    BenchNode leader = leader(nodes);
    List<BenchNode> others = nodes.stream().filter(node -> node != leader).toList();
    long begin = System.nanoTime();
    leader.kill();
    CompletableFuture<?>[] writes =
        others.stream()
            .map(node -> CompletableFuture.runAsync(() -> write(node)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.anyOf(writes).join();
    double millis = (System.nanoTime() - begin) / 1e6;
    CompletableFuture.allOf(writes).join();
    leader.start(members(nodes));
    awaitReady(leader);
    return millis;
  }

  private void write(BenchNode node) {
    await(node.id())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> api.put(node.uri(), "/kv/a", "x").ok());
  }

  private BenchNode leader(List<BenchNode> nodes) {
    return await("a leader")
        .atMost(PATIENCE)
        .until(
            () ->
                nodes.stream()
                    .filter(n -> status(n).path("leader").asText().equals(n.id()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private List<Long> changes(List<BenchNode> nodes) {
    return nodes.stream()
        .map(node -> status(node).path("leaderChanges").path("count").asLong())
        .toList();
  }

  private JsonNode status(BenchNode node) {
    try {
      return api.get(node.uri(), "/status").body();
    } catch (IOException e) {
      throw new IllegalStateException(node.id() + " is silent", e);
    }
  }

  private void awaitReady(BenchNode node) {
    await(node.id()).atMost(PATIENCE).until(() -> ready(node));
  }

  private boolean ready(BenchNode node) {
    node.requireRunning();
    try {
      Reply reply = api.get(node.uri(), "/health/ready");
      return reply.ok();
    } catch (IOException notYet) {
      return false;
    }
  }

  private void tell(String line, Object... facts) {
    lines.add(line.formatted(facts));
    System.out.println(lines.get(lines.size() - 1));
  }

  private void report() throws IOException {
    Files.createDirectories(REPORT.toAbsolutePath().getParent());
    Files.write(REPORT, lines);
  }
}
