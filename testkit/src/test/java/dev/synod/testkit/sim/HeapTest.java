package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.testkit.sim.Store.Append;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A group that has nothing but time: what it holds in memory must not grow with it. */
@Tag("nightly")
class HeapTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int EARLY_HOURS = 2;
  private static final int LATE_HOURS = 24;
  private static final long OPERATIONS_PER_HOUR = 3600;

  /** A snapshot often enough that the simulated disks, which are on this heap, stay small. */
  private static final String SETTINGS =
      """
      synod.replica.snapshot-store = synod.testkit.snapshot-store
      synod.replica.snapshot-slots = 600
      synod.learner.tail = 60
      synod.elector.heartbeat = 250 ms
      synod.elector.timeout = 1 s
      """;

  private long operations;

  /** One operation a second. */
  @Test
  void afterADayItIsAsAfterTwoHours() {
    try (SimulatedCluster<?> cluster =
        SimulatedCluster.of(Store::new).seed(5).settings(SETTINGS).unjudged().start()) {
      cluster.awaitLeader(SOON);
      work(cluster, EARLY_HOURS);
      long early = heap();
      work(cluster, LATE_HOURS);
      long late = heap();

      System.out.printf("heap in use: %d at hour 2, %d at hour 24%n", early, late);
      assertThat(operations).isEqualTo(LATE_HOURS * OPERATIONS_PER_HOUR);
      assertThat(late).isCloseTo(early, Percentage.withPercentage(10));
    }
  }

  private void work(SimulatedCluster<?> cluster, int untilHour) {
    while (operations < untilHour * OPERATIONS_PER_HOUR) {
      String word = Long.toString(operations, 36) + ".";
      var outcome =
          cluster.door("n" + (1 + operations % 3)).submit(new Append("k" + operations % 100, word));
      cluster.runFor(Duration.ofSeconds(1));
      assertThat(cluster.await(outcome, SOON)).isInstanceOf(Outcome.Committed.class);
      operations++;
    }
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
