package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.demo.client.Reply;
import dev.synod.demo.client.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three times the leader dies by kill -9 under load and comes back. The clients' history must show
 * one register per key: no acknowledged write lost (D4), none done twice (S2), and no read older
 * than what was known when it began (R1).
 */
class KillLeaderIT {
  private static final int KILLS = 3;
  private static final int WRITERS = 6;
  private static final int READERS = 3;
  private static final long WRITES_BETWEEN = 200;
  private static final long READS_AT_LEAST = 50;

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong reads = new AtomicLong();
  private final List<Register> registers =
      IntStream.range(0, WRITERS).mapToObj(i -> new Register("register-" + i)).toList();

  @Test
  void clientsSeeOneRegisterPerKeyWhileLeadersDie(@TempDir Path home) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Cluster cluster = Cluster.in(home)) {
      cluster.startAndAwait("n1", "n2", "n3");
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Session session = cluster.session(i);
        Register register = registers.get(i);
        clients.add(threads.submit(() -> write(session, register)));
      }
      for (int i = 0; i < READERS; i++) {
        String node = cluster.fleet().ids().get(i);
        clients.add(threads.submit(() -> read(cluster, node)));
      }

      for (int kill = 0; kill < KILLS; kill++) {
        awaitWrites(clients, WRITES_BETWEEN);
        killAndReturn(cluster, clients);
      }
      awaitWrites(clients, WRITES_BETWEEN);
      running.set(false);
      for (Future<?> client : clients) {
        client.get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }

      cluster.awaitSameState();
      for (Register register : registers) {
        for (String node : cluster.fleet().ids()) {
          long number = Long.parseLong(cluster.value(node, register.path().substring(4)));
          assertThat(number).isEqualTo(register.acknowledged());
        }
      }
      assertThat(reads.get()).as("reads that were judged").isGreaterThan(READS_AT_LEAST);
    } finally {
      running.set(false);
      threads.shutdownNow();
    }
  }

  private void killAndReturn(Cluster cluster, List<Future<?>> clients) {
    List<String> all = cluster.fleet().ids();
    String leader = cluster.awaitLeader(all);
    cluster.kill(leader);
    cluster.awaitLeader(all.stream().filter(id -> !id.equals(leader)).toList());
    awaitWrites(clients, 1);
    cluster.startAndAwait(leader);
  }

  private void awaitWrites(List<Future<?>> clients, long more) {
    long goal = writes() + more;
    await()
        .atMost(Cluster.PATIENCE)
        .until(() -> writes() >= goal || clients.stream().anyMatch(Future::isDone));
    assertThat(clients).as("clients that still run").noneMatch(Future::isDone);
  }

  private long writes() {
    return registers.stream().mapToLong(Register::acknowledged).sum();
  }

  private void write(Session session, Register register) {
    while (running.get()) {
      long number = register.begin();
      Reply reply = session.put(register.path(), Long.toString(number));
      assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
      register.acknowledge(number, reply.body().path("version").asLong());
    }
  }

  /** Always at the same node, also while that is dead: reads that fail say nothing. */
  private void read(Cluster cluster, String node) {
    for (int i = 0; running.get(); i++) {
      Register register = registers.get(i % WRITERS);
      long floor = register.floor();
      cluster
          .ask(node, register.path())
          .filter(Register::says)
          .ifPresent(
              reply -> {
                register.judge(floor, reply);
                reads.incrementAndGet();
              });
    }
  }
}
