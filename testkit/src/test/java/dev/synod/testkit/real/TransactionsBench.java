package dev.synod.testkit.real;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.Choice;
import dev.synod.api.CommitProtocol;
import dev.synod.api.CommitProtocol.Kind;
import dev.synod.api.GroupSettings;
import dev.synod.testkit.Bank;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Transactions of two participants by each protocol: three real members in this JVM, the resource
 * managers in memory. So many are always on their way at each member. The protocols take turns.
 */
@Tag("bench")
class TransactionsBench {
  private static final int ROUNDS = Integer.getInteger("synod.bench.rounds", 3);
  private static final Duration WINDOW =
      Duration.ofSeconds(Integer.getInteger("synod.bench.seconds", 5));
  private static final Path REPORT = Path.of("target", "bench", "transactions.txt");
  private static final List<String> IDS = List.of("n1", "n2", "n3");

  private final List<String> lines = new ArrayList<>();

  @Test
  void protocolsBesideEachOther() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      for (Kind kind : Kind.values()) {
        measure(round, kind);
      }
    }
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
  }

  private void measure(int round, Kind kind) throws Exception {
    try (RealCluster<?> nodes = RealCluster.of(Bank::new).config(ConfigFactory.load()).build()) {
      List<CommitProtocol<Long>> doors = new ArrayList<>();
      for (String id : IDS) {
        doors.add(
            Synod.get(nodes.system(id))
                .transactions(
                    GroupSettings.parse("purses", id, nodes.members()),
                    kind,
                    Long.class,
                    new Purse(1L << 40)));
      }
      for (int outstanding : List.of(16, 1, 64)) {
        Load load = new Load(doors, outstanding);
        load.run(WINDOW);
        Histogram micros = load.micros;
        String line =
            "round %d %-12s %2d a node: %6.0f/s, p50 %5.1f ms, p99 %6.1f ms, %d others"
                .formatted(
                    round,
                    kind,
                    outstanding,
                    micros.getTotalCount() / (double) WINDOW.toSeconds(),
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    load.others.get());
        lines.add(line);
        System.out.println(line);
      }
    }
  }

  private static final class Load {
    private final List<CommitProtocol<Long>> doors;
    private final int outstanding;
    private final AtomicBoolean counts = new AtomicBoolean();
    private final AtomicBoolean goes = new AtomicBoolean(true);
    private final AtomicLong flying = new AtomicLong();
    final Histogram micros = new ConcurrentHistogram(3);
    final AtomicLong others = new AtomicLong();

    Load(List<CommitProtocol<Long>> doors, int outstanding) {
      this.doors = doors;
      this.outstanding = outstanding;
    }

    void run(Duration window) throws InterruptedException {
      for (int node = 0; node < 3; node++) {
        for (int i = 0; i < outstanding; i++) {
          flying.incrementAndGet();
          move(node);
        }
      }
      Thread.sleep(window.toMillis() / 2);
      counts.set(true);
      Thread.sleep(window.toMillis());
      counts.set(false);
      goes.set(false);
      await().atMost(Duration.ofMinutes(1)).until(() -> flying.get() == 0);
    }

    private void move(int node) {
      long begun = System.nanoTime();
      var unused =
          doors
              .get(node)
              .commit(Map.of(IDS.get(node), -1L, IDS.get((node + 1) % 3), 1L))
              .whenComplete(
                  (choice, failure) -> {
                    if (counts.get()) {
                      if (choice == Choice.COMMIT) {
                        micros.recordValue((System.nanoTime() - begun) / 1000);
                      } else {
                        others.incrementAndGet();
                      }
                    }
                    if (goes.get()) {
                      move(node);
                    } else {
                      flying.decrementAndGet();
                    }
                  });
    }
  }
}
