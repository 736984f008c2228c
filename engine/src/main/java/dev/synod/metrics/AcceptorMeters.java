package dev.synod.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts what an acceptor writes, one pile at a time. For one thread. */
public final class AcceptorMeters {
  private final Board board;
  private final Timer write;
  private final DistributionSummary pile;
  private final Level waiting;
  private long begun;

  AcceptorMeters(Board board) {
    this.board = board;
    this.write = board.timer(Measure.ACCEPTOR_WRITE);
    this.pile = board.sizes(Measure.ACCEPTOR_PILE);
    this.waiting = board.level(Measure.ACCEPTOR_WAITING);
  }

  /** So many requests wait. */
  public void waiting(int requests) {
    waiting.set(requests);
  }

  /** So many go to the acceptor together; none is left. */
  public void handedOver(int requests) {
    begun = board.now();
    pile.record(requests);
    waiting.set(0);
  }

  /** They are durable. */
  public void written() {
    write.record(board.now() - begun, TimeUnit.NANOSECONDS);
  }
}
