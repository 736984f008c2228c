package dev.synod.demo.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a large state costs those who write meanwhile: to save it, and to bring it to a member whose
 * disk is new. All figures of a run are told side by side; those of different runs are not to be
 * compared.
 */
@Tag("bench")
class LargeStateBench {
  private static final int STATE_MIB = Integer.getInteger("synod.bench.state-mib", 200);
  private static final String NODE_HEAP = System.getProperty("synod.bench.heap", "2g");
  private static final int ROUNDS = Integer.getInteger("synod.bench.rounds", 3);
  private static final int VALUE = 48 << 10;
  private static final int SMALL = 1 << 10;
  private static final int FEW = 64;

  /** So many slots behind those who write, a member counts as caught up. */
  private static final int NEAR = 100;

  private static final Duration WINDOW = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path REPORT = Path.of("target", "bench", "large-state.txt");

  private final Api api = new Api(Duration.ofMinutes(2));
  private final List<String> lines = new ArrayList<>();
  private List<BenchNode> nodes = List.of();

  /**
   * What one round of saving has shown.
   *
   * @param seconds that it took, the median of the nodes
   */
  private record Save(double seconds, double writes, double gap, double writesBefore) {}

  /**
   * What one round of catching up has shown.
   *
   * @param bytes a second, from the question for the snapshot until it is on the disk, in MB
   * @param slots a second, from there on until it has caught up
   * @param share of the writes a second that there were before, all the time until it has caught up
   */
  private record CatchUp(double seconds, double bytes, double slots, double share, double gap) {}

  @Test
  void isSavedAndBorrowedWhileClientsWrite(@TempDir Path home) throws IOException {
    try {
      found(home);
      tell(
          "%d MiB in values of %d KiB, nodes with -Xmx%s; load average before: %.1f",
          STATE_MIB, VALUE >> 10, NODE_HEAP, load());
      int keys = (int) ((long) STATE_MIB * (1 << 20) / VALUE);
      long begin = System.nanoTime();
      Writers.fill(uris(nodes), "large", keys, VALUE);
      double seconds = seconds(begin, System.nanoTime());
      tell("filled in %.1f s, %.1f MB/s", seconds, (double) keys * VALUE / 1e6 / seconds);
      try (Writers load = Writers.steady(uris(nodes.subList(0, 2)), "small", FEW, SMALL)) {
        List<Save> saves = IntStream.range(0, ROUNDS).mapToObj(i -> save(load)).toList();
        List<CatchUp> caught = IntStream.range(0, ROUNDS).mapToObj(i -> catchUp(load)).toList();
        tell("errors: %d", load.errors());
        summary(saves, caught);
      }
    } finally {
      nodes.forEach(BenchNode::close);
      Path kept = REPORT.toAbsolutePath();
      Files.createDirectories(kept.getParent());
      Files.write(kept, lines);
    }
  }

  private void summary(List<Save> saves, List<CatchUp> caught) {
    tell("medians of %d rounds; load average after: %.1f", ROUNDS, load());
    tell(
        "(a) a snapshot on all three: %.1f s; longest gap %.0f ms; %.0f writes/s, %.0f without",
        median(saves.stream().map(Save::seconds)),
        median(saves.stream().map(Save::gap)),
        median(saves.stream().map(Save::writes)),
        median(saves.stream().map(Save::writesBefore)));
    tell(
        "(b) a new disk: caught up in %.1f s; snapshot %.1f MB/s; then %.0f slots/s; writes %.2f of"
            + " those before; longest gap %.0f ms",
        median(caught.stream().map(CatchUp::seconds)),
        median(caught.stream().map(CatchUp::bytes)),
        median(caught.stream().map(CatchUp::slots)),
        median(caught.stream().map(CatchUp::share)),
        median(caught.stream().map(CatchUp::gap)));
  }

  private static double median(Stream<Double> figures) {
    List<Double> sorted = figures.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Snapshots are taken when this test asks for them, or a member's need does. */
  private void found(Path home) throws IOException {
    List<String> settings = List.of("-Dsynod.replica.snapshot-slots=1000000000");
    List<Integer> ports = ports(6);
    nodes =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    new BenchNode(
                        "n" + (i + 1),
                        ports.get(2 * i),
                        ports.get(2 * i + 1),
                        home,
                        List.of("-Xmx" + NODE_HEAP),
                        settings))
            .toList();
    nodes.forEach(this::start);
    nodes.forEach(this::awaitReady);
  }

  private static List<Integer> ports(int count) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        open.add(new ServerSocket(0));
      }
      return open.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : open) {
        socket.close();
      }
    }
  }

  private void start(BenchNode node) {
    node.start(nodes.stream().map(BenchNode::member).collect(Collectors.joining(",")));
  }

  private void awaitReady(BenchNode node) {
    await(node.id())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              node.requireRunning();
              return ok(node, "/health/ready");
            });
  }

  private boolean ok(BenchNode node, String path) {
    Reply reply = get(node, path);
    return reply != null && reply.ok();
  }

  private @Nullable Reply get(BenchNode node, String path) {
    try {
      return api.get(node.uri(), path);
    } catch (IOException e) {
      return null;
    }
  }

  private Save save(Writers load) {
    Acks.Seen before = window(load);
    long wall = System.currentTimeMillis();
    long from = System.nanoTime();
    List<CompletableFuture<Double>> saved = nodes.stream().map(this::snapshot).toList();
    List<Double> took = saved.stream().map(CompletableFuture::join).toList();
    Acks.Seen during = load.acks().between(from, System.nanoTime());
    tell("(a) without a snapshot: %s; load average %.1f", before, load());
    tell("    with one on all three: %s, taken in %s s", during, took);
    heaps(wall);
    nodes.forEach(BenchNode::requireRunning);
    return new Save(
        median(took.stream()), during.perSecond(), during.gapMillis(), before.perSecond());
  }

  /** What those who write see while nothing else is done. */
  private static Acks.Seen window(Writers load) {
    long begin = System.nanoTime();
    await().atMost(PATIENCE).until(() -> System.nanoTime() - begin > WINDOW.toNanos());
    return load.acks().between(begin, System.nanoTime());
  }

  /** How many seconds it took. */
  private CompletableFuture<Double> snapshot(BenchNode node) {
    return CompletableFuture.supplyAsync(
        () -> {
          long from = System.nanoTime();
          Reply reply = post(node, "/admin/snapshot", Api.object());
          if (!reply.ok()) {
            throw new IllegalStateException(node.id() + " saves nothing: " + reply);
          }
          return Math.round(10 * seconds(from, System.nanoTime())) / 10.0;
        },
        task -> new Thread(task, "snapshot-of-" + node.id()).start());
  }

  private Reply post(BenchNode node, String path, ObjectNode body) {
    try {
      return api.post(node.uri(), path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(node.id() + " does not answer", e);
    }
  }

  /** The third node has lost its disk, and is replaced by itself with an empty one. */
  private CatchUp catchUp(Writers load) {
    BenchNode fresh = nodes.get(2);
    Acks.Seen three = window(load);
    fresh.kill();
    fresh.wipe();
    Acks.Seen two = window(load);
    int begun = fresh.count("takes a snapshot of");
    int ended = fresh.count("goes on from a snapshot");
    start(fresh);
    await("waits").atMost(PATIENCE).until(() -> said(fresh).contains("waiting to be replaced"));
    long wall = System.currentTimeMillis();
    long replaced = System.nanoTime();
    await("replace")
        .atMost(PATIENCE)
        .until(() -> post(nodes.get(0), "/admin/members", Api.object().put("replace", "n3")).ok());
    long asked = fresh.awaitSaid("takes a snapshot of", begun);
    long installed = fresh.awaitSaid("goes on from a snapshot", ended);
    long first = applied(fresh);
    await("follows")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> applied(fresh) >= load.slot() - NEAR);
    long there = System.nanoTime();
    Acks.Seen all = load.acks().between(replaced, there);
    double bytes = STATE_MIB * 1.048576 / seconds(asked, installed);
    double slots = (applied(fresh) - first) / seconds(installed, there);
    tell("(b) before: three nodes %s; two nodes %s; load average %.1f", three, two, load());
    tell("    until it asks: %s, %.1f s", at(load, replaced, asked), seconds(replaced, asked));
    tell(
        "    snapshot: %s, %.1f s, %.1f MB/s",
        at(load, asked, installed), seconds(asked, installed), bytes);
    tell(
        "    following: %s, %.1f s, from slot %d, %.0f slots/s",
        at(load, installed, there), seconds(installed, there), first, slots);
    tell(
        "    all of it: %s: %.2f of three nodes, %.2f of two",
        all, all.perSecond() / three.perSecond(), all.perSecond() / two.perSecond());
    heaps(wall);
    return new CatchUp(
        seconds(replaced, there),
        bytes,
        slots,
        all.perSecond() / three.perSecond(),
        all.gapMillis());
  }

  private static Acks.Seen at(Writers load, long from, long to) {
    return load.acks().between(from, to);
  }

  private String said(BenchNode node) {
    Reply reply = get(node, "/health/ready");
    return reply == null ? "" : reply.toString();
  }

  /** A local read costs nothing that grows with the state, as a status does. */
  private long applied(BenchNode node) {
    Reply reply = get(node, "/kv/small-0?consistency=local");
    return reply == null ? 0 : reply.body().path("slot").asLong();
  }

  private void heaps(long wall) {
    for (BenchNode node : nodes) {
      tell("    %s: %s", node.id(), node.heap(wall, System.currentTimeMillis()));
    }
  }

  private static List<URI> uris(List<BenchNode> of) {
    return of.stream().map(BenchNode::uri).toList();
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  private void tell(String line, Object... facts) {
    String told = String.format(line, facts);
    lines.add(told);
    System.out.println(told);
  }
}
