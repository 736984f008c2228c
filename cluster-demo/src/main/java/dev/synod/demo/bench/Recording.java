package dev.synod.demo.bench;

import dev.synod.demo.bench.Cell.Load;
import dev.synod.demo.bench.Cell.Open;
import dev.synod.demo.bench.Window.Start;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what became of operations. Safe to use from several threads. */
final class Recording {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;
  private static final double SECOND = 1e9;

  private final Histogram nanos = new ConcurrentHistogram(LONGEST, DIGITS);
  private final LongAdder done = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final Window window;
  private final Load load;

  Recording(Window window, Load load) {
    this.window = window;
    this.load = load;
  }

  /** An operation has ended. */
  void add(Start start, long finished, Answer answer) {
    if (answer != Answer.DONE) {
      fail(start, finished, answer);
      return;
    }
    if (window.holds(finished)) {
      done.increment();
    }
    if (window.judges(load, start, finished)) {
      nanos.recordValue(Math.min(LONGEST, Math.max(0, Window.latency(load, start, finished))));
    }
  }

  /** In a closed loop also one that began in time and was given up later. */
  private void fail(Start start, long finished, Answer answer) {
    boolean judged =
        window.judges(load, start, finished)
            || (!(load instanceof Open) && window.holds(start.sent()));
    if (judged) {
      (answer == Answer.UNKNOWN ? unknown : refused).increment();
    }
  }

  /** All so far. */
  Figures figures() {
    double seconds = (window.end() - window.begin()) / SECOND;
    Figures counted =
        Figures.NONE
            .with(Figure.OPERATIONS, done.sum())
            .with(Figure.PER_SECOND, done.sum() / seconds)
            .with(Figure.ERRORS, refused.sum() + unknown.sum())
            .with(Figure.UNKNOWN, unknown.sum());
    return nanos.getTotalCount() == 0 ? counted : counted.with(latencies(nanos));
  }

  private static Figures latencies(Histogram nanos) {
    return Figures.NONE
        .with(Figure.P50, micros(nanos.getValueAtPercentile(50)))
        .with(Figure.P99, micros(nanos.getValueAtPercentile(99)))
        .with(Figure.P999, micros(nanos.getValueAtPercentile(99.9)))
        .with(Figure.LONGEST, micros(nanos.getMaxValue()));
  }

  private static double micros(long nanos) {
    return nanos / 1e3;
  }
}
