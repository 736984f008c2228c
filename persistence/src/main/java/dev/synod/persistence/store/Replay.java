package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events of one persistence id, as they were when it was asked for them; read from the disk one
 * after the other by {@link #forEach}.
 *
 * <p>None is left out: a hole, a record that is not the one that was looked for, or one with a
 * wrong checksum ends it with an error (rule D2). A first event that neither a snapshot nor a
 * deletion explains is a hole, too.
 */
public final class Replay {
  /** Is given each event; the bytes are overwritten after the call. */
  public interface EventConsumer {
    /** One event. */
    void event(long sequence, ByteBuffer bytes);
  }

  /** Is given each event and where it lies; the bytes are overwritten after the call. */
  interface PlacedConsumer {
    void event(Place place, long sequence, ByteBuffer bytes);
  }

  /** Which events. */
  record Range(long from, long to, long most) {}

  /** What was known of the persistence id when it was asked. */
  record Known(
      int number, long highest, long deletedTo, long covered, long indexedTo, List<Run> open) {
    static final Known NOTHING = new Known(0, 0, 0, 0, 0, List.of());

    static Known of(IdState id, long segment, Ledger ledger) {
      List<Run> open = ledger.openRuns(id.number, segment);
      return new Known(id.number, id.highest, id.deletedTo, id.covered(), id.indexedTo, open);
    }
  }

  /** Where it reads. */
  record Source(Disk disk, Layout layout, UUID incarnation, Index index) {}

  private static final int WINDOW = 128 << 10;

  private final Source source;
  private final String id;
  private final Range range;
  private final Known known;
  private final Supplier<CompletableFuture<Long>> deletedNow;
  private @Nullable SegmentReader reader;
  private long segment;

  Replay(
      Source source,
      String id,
      Range range,
      Known known,
      Supplier<CompletableFuture<Long>> deletedNow) {
    this.source = source;
    this.id = id;
    this.range = range;
    this.known = known;
    this.deletedNow = deletedNow;
  }

  /**
   * Reads them all, on the caller's thread, which waits for the disk.
   *
   * @throws StoreException if one can't be read
   */
  public void forEach(EventConsumer consumer) {
    forEach((place, sequence, bytes) -> consumer.event(sequence, bytes));
  }

  /** The same, with the place of each. */
  void forEach(PlacedConsumer consumer) {
    try {
      read(consumer);
    } catch (ClosedByInterruptException e) {
      throw StoreException.interrupted(source.layout.segment(segment), e);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "%s can't be read (%s); check the disk".formatted(source.layout.segment(segment), e),
          e);
    } finally {
      close();
    }
  }

  private void read(PlacedConsumer consumer) throws IOException {
    long last = Math.min(range.to, known.highest);
    long next = Math.max(range.from, known.deletedTo + 1);
    long explained = Math.max(known.covered, next - 1);
    long left = range.most;
    Run run = null;
    while (next <= known.highest && left > 0) {
      // A run is looked up once, not for each of its events: that reads all of its positions.
      run = run != null && run.first() <= next && next <= run.last() ? run : find(next);
      if (run == null) {
        explained = Math.max(explained, deletedNow.get().join());
        requireNoHole(next, known.highest + 1, known.highest, explained);
        return;
      }
      long at = Math.max(next, run.first());
      Entry.Event event = event(run, at);
      if (event == null) {
        explained = Math.max(explained, deletedNow.get().join());
        next = explained + 1;
        continue;
      }
      if (at > next) {
        requireNoHole(next, at, event.before(), Math.max(explained, deletedNow.get().join()));
      }
      if (at > last) {
        return;
      }
      consumer.event(new Place(run.segment(), run.position(at)), at, event.bytes().get(0));
      explained = at;
      next = at + 1;
      left--;
    }
  }

  /** Of the event that was found, its predecessor must be one that was seen or is not needed. */
  private void requireNoHole(long next, long found, long before, long explained) {
    if (before > explained) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          "%s has no event %d of '%s' (%d is the next that is there, those through %d are deleted, seen or in a snapshot); remove the store and replace its member"
              .formatted(source.layout.journal(), next, id, found, explained));
    }
  }

  private @Nullable Run find(long sequence) {
    Run found = sequence <= known.indexedTo ? source.index.find(known.number, sequence) : null;
    if (found != null && found.first() <= sequence) {
      return found;
    }
    for (Run run : known.open) {
      if (run.last() >= sequence && (found == null || run.first() < found.first())) {
        return run;
      }
    }
    return found;
  }

  /** One event; null if its segment was dropped after this replay was asked for. */
  private Entry.@Nullable Event event(Run run, long sequence) throws IOException {
    SegmentReader from = reader(run);
    if (from == null) {
      return null;
    }
    int position = run.position(sequence);
    Frame frame = from.at(position);
    if (frame == null
        || !(frame.kind() == Kind.EVENT && frame.entry() instanceof Entry.Event event)
        || event.number() != known.number
        || event.sequence() != sequence) {
      throw StoreException.damaged(
          from.path(), position, "event %d of '%s' is not there".formatted(sequence, id));
    }
    return event;
  }

  private @Nullable SegmentReader reader(Run run) throws IOException {
    SegmentReader open = reader;
    if (open != null && segment == run.segment()) {
      return open;
    }
    close();
    segment = run.segment();
    Path file = source.layout.segment(segment);
    try {
      open = SegmentReader.open(source.disk, file, source.incarnation, segment, WINDOW);
    } catch (StoreException missing) {
      if (!Files.exists(file) && deletedNow.get().join() >= run.last()) {
        return null;
      }
      throw missing;
    }
    reader = open;
    return open;
  }

  private void close() {
    SegmentReader open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new StoreException(
            StoreException.Kind.DAMAGED, "%s can't be closed (%s)".formatted(open.path(), e), e);
      }
    }
  }
}
