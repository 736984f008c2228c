package dev.synod.persistence.bench;

import java.io.Closeable;

/** Somewhere to write to, durably. */
interface Contender extends Closeable {
  /** Writes for {@link Load#TIME}; each event is synced before it counts. */
  Speed measure(Load load) throws Exception;
}
