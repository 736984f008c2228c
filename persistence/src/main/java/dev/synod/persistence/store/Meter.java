package dev.synod.persistence.store;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a writer does; read by any thread. */
final class Meter {
  private final LongAdder batches = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private volatile long longest;

  void written(int count, int size, long took) {
    batches.increment();
    records.add(count);
    bytes.add(size);
    nanos.add(took);
    if (took > longest) {
      longest = took;
    }
  }

  Figures figures(int queued, long queuedBytes) {
    return new Figures(
        batches.sum(), records.sum(), bytes.sum(), nanos.sum(), longest, queued, queuedBytes);
  }
}
