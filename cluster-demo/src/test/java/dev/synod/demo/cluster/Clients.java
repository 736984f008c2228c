package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.demo.client.Reply;
import dev.synod.demo.client.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Writers, each with a {@link Register} of its own, and a reader at each node: whatever happens to
 * the nodes, every write must be acknowledged in the end, and every answer be right.
 */
final class Clients implements AutoCloseable {
  private static final long READS_AT_LEAST = 50;
  private static final long PAUSE_NANOS = 20_000_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong reads = new AtomicLong();
  private final List<Future<?>> clients = new ArrayList<>();
  private final List<Register> registers;
  private final Cluster cluster;

  private Clients(Cluster cluster, int writers) {
    this.cluster = cluster;
    this.registers =
        IntStream.range(0, writers).mapToObj(i -> new Register("register-" + i)).toList();
  }

  /** Begins to write, and to read at these nodes. */
  static Clients start(Cluster cluster, int writers, List<String> readAt) {
    Clients clients = new Clients(cluster, writers);
    for (int i = 0; i < writers; i++) {
      Session session = cluster.session(i);
      Register register = clients.registers.get(i);
      clients.also(() -> clients.write(session, register));
    }
    readAt.forEach(node -> clients.also(() -> clients.read(node)));
    return clients;
  }

  /** One client more; it ends when {@link #running()} says so. */
  void also(Runnable client) {
    clients.add(threads.submit(client));
  }

  boolean running() {
    return running.get();
  }

  /** What the writers write. */
  List<Register> registers() {
    return registers;
  }

  /** Waits for so many more acknowledged writes. */
  void awaitWrites(long more) {
    long goal = writes() + more;
    await()
        .atMost(Cluster.PATIENCE)
        .until(() -> writes() >= goal || clients.stream().anyMatch(Future::isDone));
    if (clients.stream().anyMatch(Future::isDone)) {
      rethrow();
    }
  }

  /** Ends them; fails if one of them had anything to complain of. */
  void finish() {
    running.set(false);
    rethrow();
    assertThat(reads.get()).as("reads that were judged").isGreaterThan(READS_AT_LEAST);
  }

  /** Whether these nodes hold what was acknowledged. */
  void assertNothingLost(List<String> nodes) {
    for (Register register : registers) {
      for (String node : nodes) {
        long number = Long.parseLong(cluster.value(node, register.path().substring(4)));
        assertThat(number).as(register.path() + " at " + node).isEqualTo(register.acknowledged());
      }
    }
  }

  @Override
  public void close() {
    running.set(false);
    threads.shutdownNow();
  }

  private void rethrow() {
    running.set(false);
    for (Future<?> client : clients) {
      try {
        client.get(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError("a client has failed", e);
      }
    }
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
  private void read(String node) {
    for (int i = 0; running.get(); i++) {
      Register register = registers.get(i % registers.size());
      long floor = register.floor();
      Optional<Reply> answer = cluster.ask(node, register.path()).filter(Register::says);
      if (answer.isPresent()) {
        register.judge(floor, answer.get());
        reads.incrementAndGet();
      } else {
        // A dead node refuses at once: to ask on and on would take the cores from the others.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
