package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds events in full segments. A cache: what it says is checked against the segments when it is
 * used, and it can be deleted while the store is closed.
 *
 * <p>Written by one thread, read by any. Errors of reading are {@link StoreException}s.
 */
interface Index extends Closeable {
  /** What was kept at the last {@link #seal}, or nothing if there is none that can be trusted. */
  Optional<Kept> load();

  /** Makes a full segment's runs findable and keeps the state at its end, all of it or nothing. */
  void seal(Kept kept, Collection<Run> added, Collection<Run> removed) throws IOException;

  /** Forgets all: it does not fit the segments, which are read anew. */
  void clear() throws IOException;

  /** The run that holds this event, else the next one of that persistence id, else null. */
  @Nullable Run find(int number, long sequence);

  @Override
  void close();

  /**
   * What is known at the end of a full segment.
   *
   * @param ids all, or (given to {@link #seal}) those that changed since the one before
   */
  record Kept(Checkpoint checkpoint, Collection<IdState> ids) {}
}
