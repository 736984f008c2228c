package dev.synod.persistence.store;

import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Which segments there should be, and whether they are there with their right headers and lengths.
 *
 * <p>Each segment begins with the row of those that existed then, and what was dropped since stands
 * in it; so the last one knows. It is made before the one before it is sealed, which names it: a
 * last segment that is gone is missed.
 *
 * @param row the segments that exist
 * @param live the last of them, in which is written
 * @param spare the one after, if it is made already; otherwise 0
 * @param leftover files of segments that were dropped
 */
record Survey(SortedSet<Long> row, long live, long spare, SortedSet<Long> leftover) {
  /** Bytes that are read ahead where all of a segment is read. */
  static final int WINDOW = 1 << 20;

  private static final int GLANCE = SegmentHeader.SIZE;

  private record Glimpse(SortedSet<Long> row, boolean empty, boolean sealed) {}

  static Survey of(Disk disk, Layout layout, UUID incarnation) throws IOException {
    Survey survey = look(disk, layout, incarnation);
    survey.check(disk, layout, incarnation);
    return survey;
  }

  /** The same, but whether the segments before the last are there is left to who reads them. */
  static Survey look(Disk disk, Layout layout, UUID incarnation) throws IOException {
    SortedSet<Long> files = layout.segments(disk);
    if (files.isEmpty()) {
      throw missing(layout, 1);
    }
    long last = files.last();
    Glimpse glimpse = glimpse(disk, layout, incarnation, last);
    Survey survey;
    if (!glimpse.empty) {
      survey = seen(files, glimpse, last, 0);
    } else if (last == 1) {
      survey = new Survey(new TreeSet<>(files), 1, 0, new TreeSet<>());
    } else if (!files.contains(last - 1)) {
      throw missing(layout, last - 1);
    } else {
      Glimpse before = glimpse(disk, layout, incarnation, last - 1);
      survey = before.sealed ? seen(files, before, last, 0) : seen(files, before, last - 1, last);
    }
    if (glimpse.sealed) {
      throw missing(layout, last + 1);
    }
    return survey;
  }

  /** Whether an index that is complete through there is one of these very segments. */
  boolean fits(Checkpoint checkpoint, Disk disk, Layout layout, UUID incarnation)
      throws IOException {
    Place end = new Place(checkpoint.segment(), checkpoint.end());
    return end.segment() < live && reaches(end, checkpoint.chain(), disk, layout, incarnation);
  }

  /** Whether the store has come as far as this frame. */
  boolean reaches(Place place, Chain chain, Disk disk, Layout layout, UUID incarnation)
      throws IOException {
    long segment = place.segment();
    if (!row.contains(segment)) {
      return segment < live; // It was dropped since; its number is all that there is to compare.
    }
    try (SegmentReader reader =
        SegmentReader.open(disk, layout.segment(segment), incarnation, segment, GLANCE)) {
      Frame frame = reader.at(place.position());
      return frame != null && Chain.after(frame).equals(chain);
    }
  }

  private static Survey seen(SortedSet<Long> files, Glimpse glimpse, long live, long spare) {
    SortedSet<Long> row = new TreeSet<>(glimpse.row);
    row.add(live);
    SortedSet<Long> leftover = new TreeSet<>(files);
    leftover.removeAll(row);
    leftover.remove(spare);
    return new Survey(row, live, spare, leftover);
  }

  private void check(Disk disk, Layout layout, UUID incarnation) throws IOException {
    for (long segment : row) {
      SegmentReader.open(disk, layout.segment(segment), incarnation, segment, GLANCE).close();
    }
  }

  /** What a segment says of the row. */
  private static Glimpse glimpse(Disk disk, Layout layout, UUID incarnation, long segment)
      throws IOException {
    try (SegmentReader reader =
        SegmentReader.open(disk, layout.segment(segment), incarnation, segment, WINDOW)) {
      BatchScan scan = new BatchScan(reader, new Chain(0, 0, segment == 1));
      SortedSet<Long> row = new TreeSet<>();
      boolean sealed = false;
      boolean empty = true;
      for (var batch = scan.next(); !batch.isEmpty(); batch = scan.next()) {
        for (BatchScan.Placed placed : batch) {
          empty = false;
          if (placed.entry() instanceof Entry.Row said) {
            row.addAll(said.segments());
          } else if (placed.entry() instanceof Entry.Dropped dropped) {
            row.remove(dropped.segment());
          }
          sealed = placed.entry() instanceof Entry.Sealed;
        }
      }
      if (empty) {
        // Is there really nothing, or something that is damaged?
        Tail.judge(reader, scan);
      }
      return new Glimpse(row, empty, sealed);
    }
  }

  private static StoreException missing(Layout layout, long segment) {
    return StoreException.missing(layout.segment(segment));
  }
}
