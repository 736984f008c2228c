package dev.synod.persistence.bench;

import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one measurement found.
 *
 * @param entriesPerSecond entries that were confirmed, by the time from first to last
 * @param micros half of the events took no longer
 * @param eventsPerSync how many events shared one sync; 1 where that is not known
 * @param cpuMicros processor time per entry
 */
record Speed(double entriesPerSecond, double micros, double eventsPerSync, double cpuMicros) {
  static Speed of(Load load, Histogram nanos, double seconds, double cpuSeconds) {
    double entries = (double) nanos.getTotalCount() * load.entries();
    return new Speed(
        entries / seconds, nanos.getValueAtPercentile(50) / 1e3, 1, cpuSeconds * 1e6 / entries);
  }

  Speed sharing(double events) {
    return new Speed(entriesPerSecond, micros, events, cpuMicros);
  }

  /** The one in the middle by entries a second. */
  static Speed median(List<Speed> speeds) {
    return speeds.stream()
        .sorted(Comparator.comparingDouble(Speed::entriesPerSecond))
        .toList()
        .get(speeds.size() / 2);
  }
}
