package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;

/** Goes through segments in their order and hands on each entry, or refuses what is damaged. */
record Pass(Disk disk, Layout layout, UUID incarnation, Visitor visitor) {
  /** Is told of each entry; views in it are overwritten after the call. */
  interface Visitor {
    /** A segment begins. */
    void segment(long number);

    /**
     * An entry.
     *
     * @throws IllegalArgumentException if it can't follow what came before
     */
    void entry(Place place, Frame frame, Entry entry);

    /** A segment is read: its records end at this byte. */
    default void end(long number, int position) {}

    /** The rest of a segment can't be read on: here it ends, or with the next one it goes on. */
    default void damaged(StoreException damage) {
      throw damage;
    }

    /** The same where the disk is to blame. */
    default void unreadable(Path file, IOException cause) throws IOException {
      throw cause;
    }
  }

  /**
   * Where the last segment ends.
   *
   * @param closed whether the store was closed in good order
   */
  record End(Chain chain, Tail tail, boolean closed) {}

  /** Through these segments, the last of which is the one that was written last. */
  End through(SortedSet<Long> segments, Chain before) throws IOException {
    Chain chain = before;
    long expected = segments.first();
    for (long number : segments.headSet(segments.last())) {
      Chain from = number == expected ? chain : unknown(chain);
      chain = or(number, unknown(from), () -> full(number, from));
      expected = number + 1;
    }
    long live = segments.last();
    Chain from = live == expected ? chain : unknown(chain);
    return or(live, new End(from, new Tail(0, 0), false), () -> last(live, from));
  }

  /** Through each of these segments for itself: which of them belong together is not known. */
  void each(SortedSet<Long> segments) throws IOException {
    for (long number : segments) {
      Chain start = new Chain(0, 0, number == 1);
      or(number, new End(start, new Tail(0, 0), false), () -> last(number, start));
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** What was read, or the other if the visitor goes on behind damage. */
  private <T> T or(long number, T other, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (StoreException e) {
      visitor.damaged(e);
    } catch (IOException e) {
      visitor.unreadable(layout.segment(number), e);
    }
    return other;
  }

  private static Chain unknown(Chain chain) {
    return new Chain(chain.checksum(), chain.counter(), false);
  }

  private Chain full(long number, Chain before) throws IOException {
    try (SegmentReader reader = open(number)) {
      BatchScan scan = new BatchScan(reader, before);
      boolean sealed = false;
      for (var batch = next(scan, number); !batch.isEmpty(); batch = next(scan, number)) {
        sealed = batch.get(batch.size() - 1).entry() instanceof Entry.Sealed;
      }
      if (!sealed) {
        throw StoreException.damaged(reader.path(), scan.position(), scan.trouble());
      }
      visitor.end(number, scan.position());
      return scan.chain();
    }
  }

  private End last(long number, Chain before) throws IOException {
    try (SegmentReader reader = open(number)) {
      BatchScan scan = new BatchScan(reader, before);
      boolean closed = false;
      for (var batch = next(scan, number); !batch.isEmpty(); batch = next(scan, number)) {
        closed = batch.get(batch.size() - 1).entry() instanceof Entry.Closed;
      }
      visitor.end(number, scan.position());
      return new End(scan.chain(), Tail.judge(reader, scan), closed);
    }
  }

  private SegmentReader open(long number) throws IOException {
    visitor.segment(number);
    return SegmentReader.open(disk, layout.segment(number), incarnation, number, Survey.WINDOW);
  }

  private List<BatchScan.Placed> next(BatchScan scan, long number) throws IOException {
    List<BatchScan.Placed> batch = scan.next();
    for (BatchScan.Placed placed : batch) {
      try {
        visitor.entry(new Place(number, placed.position()), placed.frame(), placed.entry());
      } catch (IllegalArgumentException e) {
        throw StoreException.damaged(
            layout.segment(number), placed.position(), String.valueOf(e.getMessage()));
      }
    }
    return batch;
  }
}
