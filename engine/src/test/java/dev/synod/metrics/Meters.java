package dev.synod.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A member's meters in a registry that a test looks into, on a clock that it sets. */
public final class Meters {
  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final MemberMeters member = MemberMeters.of(registry, "group", "n1");

  /** What the subject counts with. */
  public MemberMeters member() {
    return member;
  }

  /** Time passes. */
  public void pass(Duration time) {
    clock.add(time);
  }

  /** The value of a gauge or a counter, or how often something was measured. */
  public double value(Measure measure, String... tags) {
    return find(measure, tags).meter().measure().iterator().next().getValue();
  }

  /** What was measured, together. */
  public double total(Measure measure, String... tags) {
    Meter meter = find(measure, tags).meter();
    return meter.getId().getType() == Meter.Type.TIMER
        ? find(measure, tags).timer().totalTime(TimeUnit.SECONDS)
        : find(measure, tags).summary().totalAmount();
  }

  /** All that is put up. */
  public List<Meter> all() {
    return registry.getMeters();
  }

  private RequiredSearch find(Measure measure, String... tags) {
    return registry.get(measure.title()).tags(Tags.of("group", "group", "member", "n1").and(tags));
  }
}
