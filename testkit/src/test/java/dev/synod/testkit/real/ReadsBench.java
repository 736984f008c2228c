package dev.synod.testkit.real;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.MemberChange;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.api.StateMachine;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads of each kind beside writes: three real members in this JVM, with the settings that users
 * have. At each member so many reads, and writes, are always on their way. The kinds take turns.
 */
@Tag("bench")
class ReadsBench {
  private static final int ROUNDS = Integer.getInteger("synod.bench.rounds", 3);
  private static final Duration WINDOW =
      Duration.ofSeconds(Integer.getInteger("synod.bench.seconds", 4));
  private static final int READS = 16;
  private static final int WRITES = 4;
  private static final Path REPORT = Path.of("target", "bench", "reads.txt");

  private final List<String> lines = new ArrayList<>();
  private final Map<String, List<Figures>> all = new TreeMap<>();

  private record Figures(double reads, double p50, double p99, double writes, double writeP50) {}

  /** Adds up. */
  static final class Sum extends StateMachine<Long> {
    /** Replies with the sum. */
    record Add(long number) implements Command<Long> {}

    /** The sum. */
    record Get() implements Query<Long> {}

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Long> commandHandler() {
      return newCommandHandlerBuilder()
          .onCommand(
              Add.class, (context, sum, add) -> Applied.of(sum + add.number(), sum + add.number()))
          .build();
    }

    @Override
    public QueryHandler<Long> queryHandler() {
      return newQueryHandlerBuilder().onQuery(Get.class, (sum, get) -> sum).build();
    }
  }

  @Test
  void besideWrites(@TempDir Path home) throws Exception {
    Config config =
        ConfigFactory.parseString(
                """
                pekko.cluster.downing-provider-class = ""
                pekko.actor.serialization-bindings {
                  "dev.synod.testkit.real.ReadsBench$Sum$Add" = jackson-cbor
                }
                """)
            .withFallback(ConfigFactory.load());
    try (RealCluster<?> cluster = RealCluster.of(Sum::new).config(config).directory(home).start()) {
      cluster.awaitReady();
      AtomicLong token = new AtomicLong();
      Map<String, Supplier<ReadConsistency>> kinds = new TreeMap<>();
      kinds.put("linearizable", () -> ReadConsistency.LINEARIZABLE);
      kinds.put("quorum", () -> ReadConsistency.QUORUM);
      kinds.put("bounded 100 ms", () -> ReadConsistency.bounded(Duration.ofMillis(100)));
      kinds.put("at least own write", () -> ReadConsistency.atLeast(token.get()));
      kinds.put("local", () -> ReadConsistency.LOCAL);
      rounds(cluster, kinds, token);
      cluster
          .group("n1")
          .reconfigure(
              new MemberChange.Leases(Duration.ofMillis(800), 10_000), OptionalLong.empty())
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      awaitLease(cluster);
      Map<String, Supplier<ReadConsistency>> leased = new TreeMap<>();
      leased.put("lease", () -> ReadConsistency.LEASE);
      leased.put("linearizable with leases", () -> ReadConsistency.LINEARIZABLE);
      rounds(cluster, leased, token);
    }
    all.forEach((kind, figures) -> tell("median: %s", line(kind, median(figures))));
    Files.createDirectories(REPORT.toAbsolutePath().getParent());
    Files.write(REPORT, lines);
  }

  private static void awaitLease(RealCluster<?> cluster) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                cluster
                    .group("n1")
                    .read(new Sum.Get(), ReadConsistency.LEASE)
                    .handle((answer, failure) -> failure == null)
                    .toCompletableFuture()
                    .join());
  }

  private void rounds(
      RealCluster<?> cluster, Map<String, Supplier<ReadConsistency>> kinds, AtomicLong token)
      throws InterruptedException {
    for (int round = 0; round <= ROUNDS; round++) {
      for (Map.Entry<String, Supplier<ReadConsistency>> kind : kinds.entrySet()) {
        Figures figures = new Load(cluster, kind.getValue(), token).run();
        tell(
            "%s %s; load average %.1f",
            round == 0 ? "warm" : round, line(kind.getKey(), figures), load());
        if (round > 0) {
          all.computeIfAbsent(kind.getKey(), k -> new ArrayList<>()).add(figures);
        }
      }
    }
  }

  private static Figures median(List<Figures> figures) {
    return figures.stream()
        .sorted((a, b) -> Double.compare(a.reads(), b.reads()))
        .toList()
        .get(figures.size() / 2);
  }

  private static String line(String kind, Figures figures) {
    return "%-26s %8.0f reads/s, p50 %6.2f ms, p99 %6.2f ms; %6.0f writes/s, p50 %6.2f ms"
        .formatted(
            kind,
            figures.reads(),
            figures.p50(),
            figures.p99(),
            figures.writes(),
            figures.writeP50());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void tell(String line, Object... facts) {
    lines.add(line.formatted(facts));
    System.out.println(lines.get(lines.size() - 1));
  }

  /** One window of load; each call begins the next. */
  private static final class Load {
    /** Daemons: they end with the run. */
    private static final Executor CLIENTS =
        Executors.newFixedThreadPool(
            1,
            task -> {
              Thread thread = new Thread(task, "clients");
              thread.setDaemon(true);
              return thread;
            });

    private final RealCluster<?> cluster;
    private final Supplier<ReadConsistency> kind;
    private final AtomicLong token;
    private final Histogram reads = new ConcurrentHistogram(3);
    private final Histogram writes = new ConcurrentHistogram(3);
    private final CountDownLatch ended;
    private volatile boolean over;

    Load(RealCluster<?> cluster, Supplier<ReadConsistency> kind, AtomicLong token) {
      this.cluster = cluster;
      this.kind = kind;
      this.token = token;
      this.ended = new CountDownLatch(cluster.ids().size() * (READS + WRITES));
    }

    Figures run() throws InterruptedException {
      for (String id : cluster.ids()) {
        for (int i = 0; i < READS; i++) {
          read(cluster.group(id));
        }
        for (int i = 0; i < WRITES; i++) {
          write(cluster.group(id));
        }
      }
      Thread.sleep(WINDOW.toMillis());
      double done = reads.getTotalCount();
      double written = writes.getTotalCount();
      over = true;
      ended.await();
      double seconds = WINDOW.toMillis() / 1e3;
      return new Figures(
          done / seconds,
          reads.getValueAtPercentile(50) / 1e6,
          reads.getValueAtPercentile(99) / 1e6,
          written / seconds,
          writes.getValueAtPercentile(50) / 1e6);
    }

    private void read(ConsensusGroup group) {
      if (over) {
        ended.countDown();
        return;
      }
      long begin = System.nanoTime();
      var unused =
          group
              .read(new Sum.Get(), kind.get())
              .whenCompleteAsync(
                  (ReadResult<Long> result, Throwable failure) -> {
                    if (failure == null) {
                      reads.recordValue(System.nanoTime() - begin);
                    }
                    read(group);
                  },
                  CLIENTS);
    }

    private void write(ConsensusGroup group) {
      if (over) {
        ended.countDown();
        return;
      }
      long begin = System.nanoTime();
      var unused =
          group
              .submit(new Sum.Add(1))
              .whenCompleteAsync(
                  (outcome, failure) -> {
                    writes.recordValue(System.nanoTime() - begin);
                    if (outcome instanceof Outcome.Committed<Long> done) {
                      token.accumulateAndGet(done.slot(), Math::max);
                    }
                    write(group);
                  },
                  CLIENTS);
    }
  }
}
