package dev.synod.testkit.real;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.ConsensusGroup;
import dev.synod.testkit.real.DiskUseBench.Texts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a long log costs: three real members in this JVM, slots of one command of 600 B, told at
 * each power of ten from 10^4 to {@code -Dsynod.bench.slots}; once without a snapshot in all that
 * time, once with one each 10000 slots.
 */
@Tag("bench")
class LogLengthBench {
  private static final long SLOTS = Long.getLong("synod.bench.slots", 1_000_000);
  private static final int OPEN = 64;
  private static final int ALONE = 500;
  private static final int TEXTS = 64;
  private static final String PADDING = "0123456789".repeat(60);

  @ParameterizedTest
  @CsvSource({"log-without-snapshots.txt, 1000000000", "log-with-snapshots.txt, 10000"})
  void tellsWhatALogCostsAsItGrows(String file, int snapshotSlots, @TempDir Path home)
      throws IOException, InterruptedException {
    BenchSheet sheet = new BenchSheet(file);
    Config config =
        ConfigFactory.parseString(
                """
                pekko.cluster.downing-provider-class = ""
                pekko.actor.serialization-bindings {
                  "dev.synod.testkit.real.DiskUseBench$Texts$Put" = jackson-cbor
                }
                # One command in a slot, many slots on their way.
                synod.proposer.batch = 1 KiB
                synod.proposer.window = 64
                synod.client.command = 1 KiB
                synod.replica.snapshot-bytes = 1 TiB
                """)
            .withFallback(
                ConfigFactory.parseString("synod.replica.snapshot-slots = " + snapshotSlots))
            .withFallback(ConfigFactory.load());
    try (RealCluster<?> cluster =
        RealCluster.of(Texts::new).config(config).directory(home).start()) {
      sheet.tell("a snapshot each %d slots; load average %.1f", snapshotSlots, BenchSheet.load());
      for (long slots = 10_000; slots <= SLOTS; slots *= 10) {
        write(cluster, slots - slots / 10 - applied(cluster));
        double perSecond = write(cluster, slots - applied(cluster));
        sheet.tell(
            "%7d slots: %.0f writes/s over the last tenth; one at a time %.2f ms; heap %.0f MiB;"
                + " disk of n3 %.0f MiB; its node, started again, serves after %.1f s",
            applied(cluster),
            perSecond,
            alone(cluster),
            BenchSheet.mib(heap()),
            BenchSheet.mib(BenchSheet.size(home.resolve("n3"))),
            restart(cluster));
      }
      sheet.tell("load average %.1f", BenchSheet.load());
    } finally {
      sheet.keep();
    }
  }

  private static long applied(RealCluster<?> cluster) {
    return cluster.status("n1").appliedThrough();
  }

  /** As many a second as it could. */
  private static double write(RealCluster<?> cluster, long count) throws InterruptedException {
    long begin = System.nanoTime();
    Semaphore open = new Semaphore(OPEN);
    ConsensusGroup group = cluster.group("n1");
    for (long i = 0; i < count; i++) {
      open.acquire();
      var unused =
          group
              .submit(new Texts.Put("key-" + i % TEXTS, PADDING))
              .whenComplete((outcome, failure) -> open.release());
    }
    if (!open.tryAcquire(OPEN, 1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(OPEN - open.availablePermits() + " commands have no end");
    }
    return count * 1e9 / (System.nanoTime() - begin);
  }

  /** The median in milliseconds. */
  private static double alone(RealCluster<?> cluster) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < ALONE; i++) {
      long begin = System.nanoTime();
      Object unused =
          cluster
              .group("n1")
              .submit(new Texts.Put("key-" + i % TEXTS, PADDING))
              .toCompletableFuture()
              .join();
      nanos.add(System.nanoTime() - begin);
    }
    Collections.sort(nanos);
    return nanos.get(ALONE / 2) / 1e6;
  }

  /** Of all three members, after a collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Seconds until n3 has applied again what it had applied before. */
  private static double restart(RealCluster<?> cluster) {
    long before = cluster.status("n3").appliedThrough();
    cluster.stop("n3");
    long begin = System.nanoTime();
    cluster.start("n3");
    cluster.awaitReady();
    while (cluster.status("n3").appliedThrough() < before) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
