package dev.synod.metrics;

import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Counts what callers ask of a member and how that ends. For all threads. */
public final class CallMeters {
  private final Board board;
  private final Timer commit;
  private final Counter committed;
  private final Map<Outcome.Reason, Counter> rejected = new EnumMap<>(Outcome.Reason.class);
  private final Map<Outcome.Doubt, Counter> unknown = new EnumMap<>(Outcome.Doubt.class);
  private final Level commands;
  private final Level reads;
  private final ReadConsistency.Cases<ReadMeters> kinds;

  private record ReadMeters(Timer latency, Counter failures) {}

  CallMeters(Board board) {
    this.board = board;
    this.commit = board.timer(Measure.COMMIT_LATENCY);
    this.committed = commands("committed", "none");
    for (Outcome.Reason reason : Outcome.Reason.values()) {
      rejected.put(reason, commands("rejected", tag(reason)));
    }
    for (Outcome.Doubt doubt : Outcome.Doubt.values()) {
      unknown.put(doubt, commands("unknown", tag(doubt)));
    }
    this.commands = board.level(Measure.PENDING_COMMANDS);
    this.reads = board.level(Measure.PENDING_READS);
    this.kinds =
        new Kinds(
            reads("linearizable"),
            reads("lease"),
            reads("quorum"),
            reads("bounded"),
            reads("at_least"),
            reads("local"));
  }

  private Counter commands(String outcome, String reason) {
    return board.counter(Measure.COMMANDS, "outcome", outcome, "reason", reason);
  }

  private ReadMeters reads(String consistency) {
    return new ReadMeters(
        board.timer(Measure.READ_LATENCY, "consistency", consistency),
        board.counter(Measure.FAILED_READS, "consistency", consistency));
  }

  private static String tag(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A command begins; it ends with this future. */
  public CompletableFuture<Outcome<Object>> command() {
    commands.rise();
    return new CommandCall(board.now());
  }

  /** A read begins; it ends with this future. */
  public CompletableFuture<ReadResult<Object>> read(ReadConsistency consistency) {
    reads.rise();
    return new ReadCall(board.now(), consistency.fold(kinds));
  }

  private void ended(Outcome<Object> outcome, long begun) {
    if (outcome instanceof Outcome.Rejected<Object> refusal) {
      count(rejected, refusal.reason());
    } else if (outcome instanceof Outcome.Unknown<Object> doubt) {
      count(unknown, doubt.doubt());
    } else {
      commit.record(board.now() - begun, TimeUnit.NANOSECONDS);
      committed.increment();
    }
  }

  private static <K> void count(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }

  /**
   * A call that is counted before anybody hears how it ends; a future that counts by itself, since
   * what would be hung on one costs more than all the counting.
   */
  private abstract static class Call<T> extends CompletableFuture<T> {
    private boolean over;

    /** True once. */
    final synchronized boolean ends() {
      boolean first = !over;
      over = true;
      return first;
    }
  }

  private final class CommandCall extends Call<Outcome<Object>> {
    private final long begun;

    CommandCall(long begun) {
      this.begun = begun;
    }

    @Override
    public boolean complete(Outcome<Object> outcome) {
      if (ends()) {
        commands.fall();
        ended(outcome, begun);
      }
      return super.complete(outcome);
    }
  }

  private final class ReadCall extends Call<ReadResult<Object>> {
    private final long begun;
    private final ReadMeters meters;

    ReadCall(long begun, ReadMeters meters) {
      this.begun = begun;
      this.meters = meters;
    }

    @Override
    public boolean complete(ReadResult<Object> result) {
      if (ends()) {
        reads.fall();
        meters.latency().record(board.now() - begun, TimeUnit.NANOSECONDS);
      }
      return super.complete(result);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      if (ends()) {
        reads.fall();
        meters.failures().increment();
      }
      return super.completeExceptionally(failure);
    }
  }

  /** One set of meters for each kind of read. */
  private record Kinds(
      ReadMeters linearizable,
      ReadMeters lease,
      ReadMeters quorum,
      ReadMeters bounded,
      ReadMeters atLeast,
      ReadMeters local)
      implements ReadConsistency.Cases<ReadMeters> {
    @Override
    public ReadMeters onLinearizable() {
      return linearizable;
    }

    @Override
    public ReadMeters onLease() {
      return lease;
    }

    @Override
    public ReadMeters onQuorum() {
      return quorum;
    }

    @Override
    public ReadMeters onBounded(ReadConsistency.Bounded kind) {
      return bounded;
    }

    @Override
    public ReadMeters onAtLeast(ReadConsistency.AtLeast kind) {
      return atLeast;
    }

    @Override
    public ReadMeters onLocal() {
      return local;
    }
  }
}
