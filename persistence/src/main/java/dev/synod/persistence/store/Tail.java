package dev.synod.persistence.store;

import java.io.IOException;

/**
 * What lies behind the last whole batch of the last segment.
 *
 * <p>A batch is begun only when the one before is synced. So only the very last batch can be one
 * that nobody was told of, and whatever is followed by a batch is acknowledged: if it is damaged,
 * the store is. The last batch itself, if it is not whole, is judged by its sectors. The segment's
 * space was zeros on the disk before. A crash or a loss of power in the middle of its write leaves
 * at least one sector as it was, zero: then nobody was told of it, and it is cut off. If each of
 * its sectors was written and it is wrong all the same, it rotted, perhaps after it was
 * acknowledged: the store is damaged.
 *
 * <p>What can't be told: a disk that acknowledged a sync and lost a whole sector of the last batch
 * of a store that was not closed, or lost all of the batch. It looks like a batch that was never
 * acknowledged. Whoever needs to know must ask those who were told (an acceptor's peers, rule D1).
 *
 * @param end where the next batch may begin
 * @param dirt where bytes of a torn batch end; {@code end} if there are none
 */
record Tail(int end, int dirt) {
  boolean torn() {
    return dirt > end;
  }

  /** Judges what lies behind a scan that has come to its end. */
  static Tail judge(SegmentReader reader, BatchScan scan) throws IOException {
    int end = scan.position();
    int dirt = end;
    for (int at = reader.capacity(); at > end; ) {
      // Read in windows from behind; most are zeros.
      int from = Math.max(end, at - WINDOW);
      int last = reader.lastNonZero(from, at);
      if (last >= 0) {
        dirt = last + 1;
        break;
      }
      at = from;
    }
    if (dirt == end) {
      return new Tail(end, end);
    }
    refuseIfFollowed(reader, scan, dirt);
    if (!unwritten(reader, end, dirt)) {
      throw StoreException.damaged(reader.path(), end, "the last batch rotted: " + scan.trouble());
    }
    return new Tail(end, dirt);
  }

  private static final int WINDOW = 256 << 10;

  private static void refuseIfFollowed(SegmentReader reader, BatchScan scan, int dirt)
      throws IOException {
    for (int at = scan.position() + 1; at < dirt; at++) {
      Frame later = reader.batchAt(at);
      if (later != null && later.counter() > scan.chain().counter()) {
        throw StoreException.damaged(
            reader.path(),
            scan.position(),
            "%s, but record %d follows at byte %d".formatted(scan.trouble(), later.counter(), at));
      }
    }
  }

  /** Whether a sector of the batch that begins at {@code end} was never written. */
  private static boolean unwritten(SegmentReader reader, int end, int dirt) throws IOException {
    Frame first = reader.at(end);
    int head = Frames.HEAD + Entry.Batch.SIZE;
    if (first == null || first.kind() != Kind.BATCH) {
      return zeroPieces(reader, end, Math.min(end + head, reader.capacity())) > 0;
    }
    Entry.Batch batch = (Entry.Batch) first.entry();
    int stop = end + first.length() + batch.bytes();
    if (dirt > stop) {
      throw StoreException.damaged(reader.path(), stop, "bytes stand behind the last batch");
    }
    return zeroPieces(reader, end, stop) > batch.zeroSectors();
  }

  /** How many of the pieces into which sectors divide these bytes are zero. */
  private static int zeroPieces(SegmentReader reader, int from, int to) throws IOException {
    int zeros = 0;
    int at = from;
    while (at < to) {
      int stop = Math.min(to, (at / BatchBuffer.SECTOR + 1) * BatchBuffer.SECTOR);
      int probe = at;
      while (probe < stop && reader.oneByte(probe) == 0) {
        probe++;
      }
      if (probe == stop) {
        zeros++;
      }
      at = stop;
    }
    return zeros;
  }
}
