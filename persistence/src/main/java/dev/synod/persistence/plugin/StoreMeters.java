package dev.synod.persistence.plugin;

import dev.synod.persistence.store.Figures;
import dev.synod.persistence.store.Spread;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * The {@link Figures} of an actor system's store as meters; all are 0 until it is open. They are
 * read when the registry is: what is written is not held up.
 */
public final class StoreMeters implements MeterBinder {
  private static final String NAME = "synod.store.";
  private static final String SPREAD = "spread";

  /** Meters hold it weakly; the actor system keeps it. */
  private final OpenStore store;

  /** Those of this actor system's store. */
  public StoreMeters(ClassicActorSystemProvider system) {
    this.store = OpenStore.get(system);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionTimer.builder(
            NAME + "sync",
            store,
            of -> read(of, f -> f.written().syncs()),
            of -> (double) read(of, f -> f.written().nanos()),
            TimeUnit.NANOSECONDS)
        .description("to write and sync a batch")
        .register(registry);
    for (Quantile quantile : Quantile.values()) {
      TimeGauge.builder(
              NAME + "sync.spread",
              store,
              TimeUnit.NANOSECONDS,
              of -> (double) read(of, f -> quantile.of(f.syncNanos())))
          .description("to write and sync a batch, since the store was opened")
          .tag(SPREAD, quantile.tag)
          .register(registry);
      spread(registry, quantile, "records", Figures::recordsPerSync);
      spread(registry, quantile, "bytes", Figures::bytesPerSync);
    }
    count(registry, "records", "records", "written", f -> f.written().records());
    count(registry, "bytes", "bytes", "written", f -> f.written().bytes());
    count(registry, "refused.requests", "requests", "not stored", f -> f.written().refused());
    gauge(registry, "queue.requests", "requests", "waiting", f -> f.queue().requests());
    gauge(registry, "queue.bytes", "bytes", "waiting", f -> f.queue().bytes());
    gauge(registry, "segments", "segments", "files that hold data", Figures::segments);
    gauge(registry, "segment.bytes", "bytes", "length of these files", Figures::segmentBytes);
  }

  private void spread(
      MeterRegistry registry, Quantile quantile, String unit, Function<Figures, Spread> figure) {
    Gauge.builder(
            NAME + "batch." + unit,
            store,
            of -> (double) read(of, f -> quantile.of(figure.apply(f))))
        .baseUnit(unit)
        .description(unit + " in a batch, since the store was opened")
        .tag(SPREAD, quantile.tag)
        .register(registry);
  }

  private void count(
      MeterRegistry registry, String name, String unit, String what, ToLongFunction<Figures> sum) {
    FunctionCounter.builder(NAME + name, store, of -> (double) read(of, sum))
        .baseUnit(unit)
        .description(unit + " " + what + " since the store was opened")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String unit, String what, ToLongFunction<Figures> now) {
    Gauge.builder(NAME + name, store, of -> (double) read(of, now))
        .baseUnit(unit)
        .description(unit + ": " + what)
        .register(registry);
  }

  private static long read(OpenStore store, ToLongFunction<Figures> figure) {
    return store.figures().map(figures -> figure.applyAsLong(figures)).orElse(0L);
  }

  /** What a {@link Spread} tells. */
  private enum Quantile {
    P50("p50"),
    P99("p99"),
    MAX("max");

    private final String tag;

    Quantile(String tag) {
      this.tag = tag;
    }

    long of(Spread spread) {
      return switch (this) {
        case P50 -> spread.p50();
        case P99 -> spread.p99();
        case MAX -> spread.max();
      };
    }
  }
}
