package dev.synod.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Where one member's meters are put up, each with the member's tags, and taken down together. */
final class Board {
  /** What a histogram tells apart; what lies beyond counts as the bound. */
  private static final Duration SHORTEST = Duration.ofNanos(100_000);

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();

  Board(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  /** Nanoseconds of a monotonic clock, which is the registry's. */
  long now() {
    return registry.config().clock().monotonicTime();
  }

  /** Durations, with a histogram. */
  Timer timer(Measure measure, String... also) {
    return kept(
        Timer.builder(measure.title())
            .description(measure.meaning())
            .tags(tags.and(also))
            .publishPercentileHistogram()
            .minimumExpectedValue(SHORTEST)
            .maximumExpectedValue(LONGEST)
            .register(registry));
  }

  /** Counts or sizes of something that happens, with their sum and the largest of late. */
  DistributionSummary sizes(Measure measure) {
    return kept(
        DistributionSummary.builder(measure.title())
            .description(measure.meaning())
            .baseUnit(unit(measure))
            .tags(tags)
            .register(registry));
  }

  /** What only rises; asked for again with the same tags, it is the same one. */
  Counter counter(Measure measure, String... also) {
    return kept(
        Counter.builder(measure.title())
            .description(measure.meaning())
            .baseUnit(unit(measure))
            .tags(tags.and(also))
            .register(registry));
  }

  /** What somebody sets. */
  Level level(Measure measure) {
    Level level = new Level();
    gauge(measure, level, Level::value);
    return level;
  }

  /** What is computed when somebody looks. */
  <T> void gauge(Measure measure, T of, ToDoubleFunction<T> value) {
    Gauge unused =
        kept(
            Gauge.builder(measure.title(), of, value)
                .description(measure.meaning())
                .baseUnit(unit(measure))
                .tags(tags)
                .strongReference(true)
                .register(registry));
  }

  /** Takes all of them down; what is counted after that is lost. */
  void clear() {
    meters.forEach(registry::remove);
  }

  private static @Nullable String unit(Measure measure) {
    return measure.unit().isEmpty() ? null : measure.unit();
  }

  private <M extends Meter> M kept(M meter) {
    meters.add(meter);
    return meter;
  }
}
