package dev.synod.persistence.store;

/**
 * What a store has done since it was opened, and what waits now. Taken while it works: the parts
 * may be of different moments.
 *
 * @param written what is on the disk
 * @param syncNanos nanoseconds that it took to write and sync a batch
 * @param recordsPerSync records in a batch, those of the store's own included
 * @param bytesPerSync bytes in a batch
 * @param queue what waits for the writer
 * @param segments segment files that hold data; the one that is made in advance is not counted
 * @param segmentBytes how long these files are together
 */
public record Figures(
    Written written,
    Spread syncNanos,
    Spread recordsPerSync,
    Spread bytesPerSync,
    Queue queue,
    int segments,
    long segmentBytes) {

  /**
   * Sums since the store was opened.
   *
   * @param syncs batches; each was written and synced once
   * @param records records in them, those of the store's own included
   * @param bytes bytes in them
   * @param nanos nanoseconds that writing and syncing them took
   * @param refused requests that the writer stored nothing of, because they were too large, not in
   *     order, or the disk too full; others were stored after them
   */
  public record Written(long syncs, long records, long bytes, long nanos, long refused) {}

  /**
   * Requests that wait for the writer; the one batch that it has in hand is not counted.
   *
   * @param requests how many wait now
   * @param bytes bytes that those hold
   * @param mostRequests the most that ever waited at once
   * @param mostBytes the most bytes that ever waited at once
   */
  public record Queue(int requests, long bytes, int mostRequests, long mostBytes) {}
}
