package dev.synod.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts the snapshots that a member saves, one at a time. For one thread. */
public final class SnapshotMeters {
  private final Board board;
  private final Timer save;
  private final DistributionSummary bytes;
  private final Counter failed;
  private long begun;

  SnapshotMeters(Board board) {
    this.board = board;
    this.save = board.timer(Measure.SNAPSHOT_SAVE);
    this.bytes = board.sizes(Measure.SNAPSHOT_BYTES);
    this.failed = board.counter(Measure.FAILED_SNAPSHOTS);
  }

  /** One begins. */
  public void begun() {
    begun = board.now();
  }

  /** It is saved, with so many bytes of the user's state. */
  public void saved(long size) {
    save.record(board.now() - begun, TimeUnit.NANOSECONDS);
    bytes.record((double) size);
  }

  /** It is not. */
  public void failed() {
    failed.increment();
  }
}
