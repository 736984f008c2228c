package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A leader that stands still for longer than an election takes still believes that it leads when it
 * goes on, and finds reads in its sockets. Meanwhile another leads, and writes were acknowledged:
 * each of those reads must see them, or fail (R1).
 */
class StalledLeaderIT {
  private static final int WRITERS = 4;
  private static final long WRITES_BETWEEN = 100;
  private static final int READS = 24;
  private static final Duration STALL = Duration.ofSeconds(10);

  /** A read, and the oldest number that it may see. */
  private record Queued(Register register, long floor, Future<Optional<Reply>> answer) {}

  @Test
  void readsThatWaitedForAStalledLeaderAreNotStale(@TempDir Path home) throws Exception {
    ExecutorService readers = Executors.newCachedThreadPool();
    // The Pekko cluster would put out who stands still; this is about what such a node answers.
    try (Cluster cluster =
        Cluster.in(home, "-Dpekko.cluster.split-brain-resolver.stable-after=5m")) {
      cluster.startAndAwait("n1", "n2", "n3");
      List<String> all = cluster.fleet().ids();
      try (Clients clients = Clients.start(cluster, WRITERS, all)) {
        clients.awaitWrites(WRITES_BETWEEN);
        String leader = cluster.awaitLeader(all);
        List<String> others = all.stream().filter(id -> !id.equals(leader)).toList();

        long since = System.nanoTime();
        cluster.halt(leader);
        List<Queued> reads = new ArrayList<>();
        try {
          String successor = cluster.awaitLeader(others);
          assertThat(successor).isNotEqualTo(leader);
          clients.awaitWrites(WRITES_BETWEEN);
          reads.addAll(queue(readers, cluster.fleet().plan(leader).uri(), clients));
          while (System.nanoTime() - since < STALL.toNanos()) {
            clients.awaitWrites(1);
          }
          reads.addAll(queue(readers, cluster.fleet().plan(leader).uri(), clients));
        } finally {
          cluster.resume(leader);
        }
        int answered = judge(reads);

        demandNoAnswerAlone(cluster, readers, clients);
        clients.awaitWrites(WRITES_BETWEEN);
        clients.finish();
        cluster.awaitSameState();
        clients.assertNothingLost(all);
        assertThat(answered).as("reads that the stalled leader answered").isPositive();
      }
    } finally {
      readers.shutdownNow();
    }
  }

  /** A leader whose followers all stand still can be reached, but can't know that it leads (R1). */
  private static void demandNoAnswerAlone(Cluster cluster, ExecutorService readers, Clients clients)
      throws Exception {
    List<String> all = cluster.fleet().ids();
    String leader = cluster.awaitLeader(all);
    List<String> others = all.stream().filter(id -> !id.equals(leader)).toList();
    for (String other : others) {
      cluster.halt(other);
    }
    List<Queued> reads;
    try {
      reads = queue(readers, cluster.fleet().plan(leader).uri(), clients);
      assertThat(judge(reads)).as("linearizable reads that a lone leader answered").isZero();
    } finally {
      for (String other : others) {
        cluster.resume(other);
      }
    }
  }

  /** Reads that leave now, each on a connection of its own. */
  private static List<Queued> queue(ExecutorService readers, URI node, Clients clients) {
    List<Queued> reads = new ArrayList<>();
    for (int i = 0; i < READS; i++) {
      Register register = clients.registers().get(i % WRITERS);
      long floor = register.floor();
      reads.add(new Queued(register, floor, readers.submit(() -> ask(node, register.path()))));
    }
    return reads;
  }

  private static Optional<Reply> ask(URI node, String path) {
    try {
      return Optional.of(new Api(Cluster.PATIENCE).get(node, path));
    } catch (IOException failed) {
      return Optional.empty();
    }
  }

  /** How many were answered. */
  private static int judge(List<Queued> reads) throws Exception {
    int answered = 0;
    for (Queued read : reads) {
      Optional<Reply> reply =
          read.answer().get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS).filter(Register::says);
      if (reply.isPresent()) {
        read.register().judge(read.floor(), reply.get());
        answered++;
      }
    }
    return answered;
  }
}
