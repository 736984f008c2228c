package dev.synod.persistence.bench;

import java.io.Closeable;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** Events written by one thread, so many of them with each sync. */
abstract class Syncs implements Closeable {
  /** Stores the event so many times and syncs once. */
  abstract void write(byte[] event, int times) throws IOException;

  /** For {@link Load#TIME}, with so many events at once as another contender had in one sync. */
  Speed measure(Load load, double eventsPerSync) throws IOException {
    byte[] event = load.event();
    int events = (int) Math.max(1, Math.round(eventsPerSync));
    Histogram nanos = new Histogram(3);
    Clocks clocks = new Clocks();
    long end = System.nanoTime() + Load.TIME.toNanos();
    for (long now = System.nanoTime(); now < end; ) {
      write(event, events);
      long then = now;
      now = System.nanoTime();
      nanos.recordValueWithCount(now - then, events);
    }
    return Speed.of(load, nanos, clocks.seconds(), clocks.cpuSeconds()).sharing(events);
  }
}
