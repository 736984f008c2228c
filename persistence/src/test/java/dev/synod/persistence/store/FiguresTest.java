package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says of itself, in numbers. */
class FiguresTest {
  private static final Figures.Queue EMPTY = new Figures.Queue(0, 0, 0, 0);

  @TempDir private Path temp;

  @Test
  void whatIsWrittenIsCountedInSyncsRecordsAndBytes() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one", "two");
      Figures first = shelf.store().figures();
      shelf.append("a", 3, "three");
      Figures second = shelf.store().figures();

      assertThat(first.written().syncs()).as("opened, appended").isEqualTo(2);
      assertThat(first.written().records()).as("row, opened; name, two events").isEqualTo(5);
      assertThat(second.written().syncs()).isEqualTo(3);
      assertThat(second.written().records()).isEqualTo(6);
      assertThat(second.recordsPerSync()).isEqualTo(new Spread(2, 3, 3));
      assertThat(second.bytesPerSync().max())
          .isBetween(first.written().bytes() / 2, first.written().bytes());
      assertThat(second.written().bytes() - first.written().bytes())
          .isEqualTo(BatchBuffer.OVERHEAD + Frames.HEAD + Entry.Event.HEAD + "three".length());
      assertThat(second.syncNanos().max())
          .isPositive()
          .isLessThanOrEqualTo(second.written().nanos())
          .isGreaterThanOrEqualTo(second.syncNanos().p50());
    }
  }

  @Test
  void segmentsAreThoseThatHoldData() {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int i = 1; i <= 100; i++) {
        shelf.append("a", i, "x".repeat(1000));
      }
      long last = shelf.segments().last();
      Figures full = shelf.store().figures();
      assertThat(full.segments()).isBetween((int) last - 1, (int) last);
      assertThat(full.segmentBytes())
          .isEqualTo(full.segments() * (long) Shelf.options(temp).limits().segmentBytes());

      shelf.delete("a", 100);
      shelf.highest("a");
      assertThat(shelf.store().figures().segments()).isLessThan(4);
      assertThat(shelf.store().figures().segmentBytes()).isLessThan(full.segmentBytes());
    }
  }

  @Test
  void whatIsRefusedIsCountedAndWritesNothing() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
      assertThatThrownBy(() -> shelf.append("a", 1, "again")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> shelf.append("a", 2, "x".repeat(Shelf.SMALL.writeBytes())))
          .isInstanceOf(StoreException.class);

      assertThat(shelf.store().figures().written().refused()).isEqualTo(2);
      assertThat(shelf.store().figures().written().syncs()).as("opened, appended").isEqualTo(2);
    }
  }

  @Test
  void theQueueTellsWhatWaitsAndWhatWaitedAtMost() {
    RequestQueue queue = new RequestQueue(8, 1000);
    assertThat(queue.figures()).isEqualTo(EMPTY);
    queue.put(new Append("a", 1, List.of(List.of(Shelf.bytes("one"))), 1000));
    queue.put(new Append("a", 2, List.of(List.of(Shelf.bytes("two"))), 1000));
    long weight = 0L + Frames.HEAD + Entry.Event.HEAD + "one".length();
    assertThat(queue.figures()).isEqualTo(new Figures.Queue(2, 2 * weight, 2, 2 * weight));

    queue.poll();
    assertThat(queue.figures()).isEqualTo(new Figures.Queue(1, weight, 2, 2 * weight));

    queue.clear();
    assertThat(queue.figures()).isEqualTo(new Figures.Queue(0, 0, 2, 2 * weight));
  }

  @Test
  void quantilesAreWithinOnePercentAndNeverAboveTheMost() {
    Meter meter = new Meter();
    for (int i = 1; i <= 1000; i++) {
      meter.written(i, i * 100, i * 10_000L);
      if (i % 100 == 0) {
        assertThat(meter.figures(EMPTY).written().syncs()).isEqualTo(i);
      }
    }
    Figures figures = meter.figures(EMPTY);

    assertThat(figures.recordsPerSync().p50()).isBetween(500L, 505L);
    assertThat(figures.bytesPerSync().p99()).isBetween(99_000L, 99_990L);
    assertThat(figures.syncNanos().max()).isEqualTo(10_000_000);
    assertThat(figures.syncNanos().p99()).isBetween(9_900_000L, 10_000_000L);
  }

  @Test
  void beforeTheFirstBatchAllIsZeroAndWhatIsOutOfRangeCountsAsTheBound() {
    Meter meter = new Meter();
    assertThat(meter.figures(EMPTY).syncNanos()).isEqualTo(new Spread(0, 0, 0));

    meter.written(1, 1, 3_600_000_000_000L);

    assertThat(meter.figures(EMPTY).syncNanos().max()).isEqualTo(3_600_000_000_000L);
    assertThat(meter.figures(EMPTY).syncNanos().p50()).isBetween(60_000_000_000L, 61_000_000_000L);
  }

  @Test
  void countingAllocatesNothingOnTheWritersThread() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Meter meter = new Meter();
    for (int i = 1; i <= 20_000; i++) {
      meter.written(i, i, i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 1; i <= 100_000; i++) {
      meter.written(i, i, i);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }
}
