package dev.synod.persistence.store;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a writer does; read by any thread. The writer never waits for a reader here and
 * allocates nothing.
 */
final class Meter {
  private final LongAdder syncs = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Distribution syncNanos = new Distribution(1_000, 60_000_000_000L);
  private final Distribution recordsPerSync = new Distribution(1, 1 << 24);
  private final Distribution bytesPerSync = new Distribution(1, 1L << 30);
  private volatile int segments;
  private volatile long segmentBytes;

  /** For the writer's thread. */
  void written(int count, int size, long took) {
    syncs.increment();
    records.add(count);
    bytes.add(size);
    nanos.add(took);
    syncNanos.record(took);
    recordsPerSync.record(count);
    bytesPerSync.record(size);
  }

  /** A request of which nothing was stored. */
  void refused() {
    refused.increment();
  }

  void segments(int now, long bytesNow) {
    segments = now;
    segmentBytes = bytesNow;
  }

  Figures figures(Figures.Queue queue) {
    return new Figures(
        new Figures.Written(syncs.sum(), records.sum(), bytes.sum(), nanos.sum(), refused.sum()),
        syncNanos.spread(),
        recordsPerSync.spread(),
        bytesPerSync.spread(),
        queue,
        segments,
        segmentBytes);
  }

  /** Values of one kind, with two digits; one that is out of range counts as its bound. */
  private static final class Distribution {
    private static final int DIGITS = 2;

    private final long highest;
    private final SingleWriterRecorder recorder;
    private final Histogram all;
    private @Nullable Histogram recycled;
    private volatile long most;

    Distribution(long lowest, long highest) {
      this.highest = highest;
      this.recorder = new SingleWriterRecorder(lowest, highest, DIGITS);
      this.all = new Histogram(lowest, highest, DIGITS);
    }

    void record(long value) {
      recorder.recordValue(Math.min(Math.max(value, 0), highest));
      if (value > most) {
        most = value;
      }
    }

    synchronized Spread spread() {
      Histogram news = recorder.getIntervalHistogram(recycled);
      recycled = news;
      all.add(news);
      return new Spread(quantile(50), quantile(99), most);
    }

    /** A bucket's upper end may be above all that was seen. */
    private long quantile(double percent) {
      return all.getTotalCount() == 0 ? 0 : Math.min(all.getValueAtPercentile(percent), most);
    }
  }
}
