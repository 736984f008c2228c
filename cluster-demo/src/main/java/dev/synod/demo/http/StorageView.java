package dev.synod.demo.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.persistence.store.Figures;
import dev.synod.persistence.store.Spread;
import java.util.concurrent.TimeUnit;

/** What a store has done, as {@code /status} shows it; units are in the names. */
final class StorageView {
  private StorageView() {}

  static void add(Figures figures, ObjectNode to) {
    to.put("syncs", figures.written().syncs())
        .put("records", figures.written().records())
        .put("bytes", figures.written().bytes())
        .put("refused", figures.written().refused())
        .put("segments", figures.segments())
        .put("segmentBytes", figures.segmentBytes());
    add(micros(figures.syncNanos()), to.putObject("syncMicros"));
    add(figures.recordsPerSync(), to.putObject("recordsPerSync"));
    add(figures.bytesPerSync(), to.putObject("bytesPerSync"));
    to.putObject("queue")
        .put("requests", figures.queue().requests())
        .put("bytes", figures.queue().bytes())
        .put("mostRequests", figures.queue().mostRequests())
        .put("mostBytes", figures.queue().mostBytes());
  }

  private static Spread micros(Spread nanos) {
    return new Spread(micros(nanos.p50()), micros(nanos.p99()), micros(nanos.max()));
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }

  private static void add(Spread spread, ObjectNode to) {
    to.put("p50", spread.p50()).put("p99", spread.p99()).put("max", spread.max());
  }
}
