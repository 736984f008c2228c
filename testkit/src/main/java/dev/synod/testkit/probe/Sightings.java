package dev.synod.testkit.probe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How often what has occurred.
 *
 * @param counts in the order of the probes; none for what has not occurred
 */
public record Sightings(Map<Probe, Long> counts) {
  /** Nothing has occurred. */
  public static final Sightings NONE = new Sightings(Map.of());

  /** Copies the counts. */
  public Sightings {
    EnumMap<Probe, Long> sorted = new EnumMap<>(Probe.class);
    sorted.putAll(counts);
    counts = Collections.unmodifiableMap(sorted);
  }

  /** These and others. */
  public Sightings plus(Sightings more) {
    EnumMap<Probe, Long> sum = new EnumMap<>(Probe.class);
    Stream.of(this, more)
        .flatMap(some -> some.counts().entrySet().stream())
        .forEach(entry -> sum.merge(entry.getKey(), entry.getValue(), Long::sum));
    return new Sightings(sum);
  }

  /** What has not occurred. */
  public List<Probe> missing() {
    return Stream.of(Probe.values()).filter(probe -> !counts.containsKey(probe)).toList();
  }

  /** A line for each probe. */
  public List<String> lines() {
    return Stream.of(Probe.values())
        .map(probe -> "%-22s %d".formatted(probe, counts.getOrDefault(probe, 0L)))
        .toList();
  }
}
