package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.demo.client.Session;
import dev.synod.demo.storage.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Snapshots take the log's place on real disks: the log is dropped behind them (rule G1), a member
 * that lags further than the log goes on from another member's (G3, G4), and nothing acknowledged
 * is lost with the log (D4).
 */
class SnapshotIT {
  private static final int SLOTS = 20;
  private static final int TAIL = 10;
  private static final int WRITERS = 4;
  private static final int KEYS = 4;
  private static final int ROUND = 12;

  /** Bytes through the store of each member that stays, before the other one returns. */
  private static final long WRITTEN = 3 << 20;

  private static final String PADDING = "-".repeat(1000);

  /** What a store may write at once, and so an acceptor, is a quarter of a segment at most. */
  private static final List<String> SMALL =
      List.of(
          "-Dsynod.replica.snapshot-slots=" + SLOTS,
          "-Dsynod.learner.tail=" + TAIL,
          "-Dsynod.persistence.leveldb.segment-bytes=512KiB",
          "-Dsynod.persistence.leveldb.max-write-bytes=128KiB",
          "-Dsynod.persistence.leveldb.max-batch-bytes=128KiB",
          "-Dsynod.acceptor.page=32KiB",
          "-Dsynod.acceptor.write=64KiB");

  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  @Test
  void aMemberThatLagsBehindTheLogGoesOnFromASnapshotAndNothingIsLost(@TempDir Path home)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try (Cluster cluster = Cluster.in(home, settings())) {
      cluster.startAndAwait("n1", "n2", "n3");
      List<Session> sessions = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        sessions.add(cluster.session(i));
      }
      write(threads, sessions);
      cluster.awaitSameState();
      long lacking = status(cluster, "n3").path("chosenThrough").asLong();
      cluster.kill("n3");

      while (least(cluster, SnapshotIT::kept) <= lacking
          || least(cluster, SnapshotIT::written) < WRITTEN) {
        write(threads, sessions);
      }
      cluster.startAndAwait("n3");
      cluster.awaitSameState();
      assertThat(cluster.fleet().plan("n3").log()).content().contains("goes on from a snapshot of");
      for (String node : List.of("n1", "n2")) {
        assertBounded(home.resolve(node).resolve("journal"));
      }

      cluster.kill("n1", "n2", "n3");
      assertSound(home, cluster.fleet().ids());
      cluster.startAndAwait("n3", "n1", "n2");
      assertNothingLost(cluster);
      write(threads, sessions);
      cluster.awaitSameState();
      assertNothingLost(cluster);
    } finally {
      threads.shutdownNow();
    }
    assertSound(home, List.of("n1", "n2", "n3"));
  }

  private static String[] settings() {
    return Stream.concat(SMALL.stream(), Stream.of(Cluster.QUICK)).toArray(String[]::new);
  }

  /** Each writer some of its own keys, one after the other. */
  private void write(ExecutorService threads, List<Session> sessions) throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      clients.add(threads.submit(() -> write(writer, sessions.get(writer))));
    }
    for (Future<?> client : clients) {
      client.get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void write(int writer, Session session) {
    for (int i = 0; i < ROUND; i++) {
      String key = "key-" + writer + "-" + i % KEYS;
      String value = acknowledged.getOrDefault(key, PADDING) + "+";
      assertThat(session.put("/kv/" + key, value).ok()).as(key).isTrue();
      acknowledged.put(key, value);
    }
  }

  private static long least(Cluster cluster, ToLongFunction<JsonNode> part) {
    return Stream.of("n1", "n2")
        .map(node -> status(cluster, node))
        .mapToLong(part)
        .min()
        .orElseThrow();
  }

  /** Values of this slot and below are not kept for a member that lags. */
  private static long kept(JsonNode status) {
    return status.path("snapshotThrough").asLong() - TAIL;
  }

  private static long written(JsonNode status) {
    return status.path("storage").path("bytes").asLong();
  }

  private static JsonNode status(Cluster cluster, String node) {
    return cluster.read(node, "/status").orElseThrow(() -> new AssertionError(node + " is silent"));
  }

  private void assertNothingLost(Cluster cluster) {
    for (String node : cluster.fleet().ids()) {
      acknowledged.forEach(
          (key, value) -> assertThat(cluster.value(node, key)).as(key).isEqualTo(value));
    }
  }

  /**
   * Segments were unlinked: there are fewer than were begun, and they hold less than was written.
   */
  private static void assertBounded(Path journal) throws IOException {
    try (Stream<Path> files = Files.list(journal)) {
      List<Path> segments = files.filter(file -> file.toString().endsWith(".segment")).toList();
      long latest = segments.stream().mapToLong(SnapshotIT::number).max().orElseThrow();
      long bytes = segments.stream().mapToLong(SnapshotIT::size).sum();
      assertThat((long) segments.size()).as(journal.toString()).isLessThan(latest);
      assertThat(bytes).as(journal.toString()).isLessThan(WRITTEN);
    }
  }

  private static long number(Path segment) {
    return Long.parseLong(segment.getFileName().toString().replace(".segment", ""));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSound(Path home, List<String> nodes) {
    for (String node : nodes) {
      Ran ran = Ran.storage("verify", home.resolve(node));
      assertThat(ran.status()).as(node + ": " + ran.err()).isZero();
    }
  }
}
