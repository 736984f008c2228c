package dev.synod.persistence.store;

/**
 * How much a store takes at once.
 *
 * @param segmentBytes length of each segment file that is made from now on
 * @param writeBytes what one request may store; more is rejected; at most a quarter of a segment
 * @param batchBytes after how much a batch is written though more requests wait
 * @param queuedRequests how many requests may wait; whoever brings more is kept waiting
 * @param queuedBytes how much they may hold together
 * @param freeBytes what must be left free on the disk after a new segment is made; 8 MiB are left
 *     in any case, for the index
 */
public record Limits(
    int segmentBytes,
    int writeBytes,
    int batchBytes,
    int queuedRequests,
    long queuedBytes,
    long freeBytes) {
  /** The least that a segment can be. */
  public static final int LEAST_SEGMENT = 16 << 10;

  /**
   * What is left free for the index, whatever else is said: LevelDB maps its files, and where a
   * mapped page finds no room the native library takes the JVM down (SIGBUS).
   */
  static final long INDEX_ROOM = 8 << 20;

  private static final int MOST_SEGMENT = 1 << 30;

  /** 1 EiB: no disk is as large, and a segment can be added to it. */
  private static final long MOST_FREE = 1L << 60;

  /** Checks the bounds. */
  public Limits {
    sizes(segmentBytes, writeBytes, batchBytes);
    within("queue-length", queuedRequests, 1, 1 << 24);
    within("queue-bytes", queuedBytes, writeBytes, Long.MAX_VALUE);
    within("min-free-bytes", freeBytes, 0, MOST_FREE);
  }

  /**
   * The same of sizes as they are typed, which may be far too large.
   *
   * @throws IllegalArgumentException with one line that names the key, its value and its bounds
   */
  public static Limits of(
      long segmentBytes,
      long writeBytes,
      long batchBytes,
      int queuedRequests,
      long queuedBytes,
      long freeBytes) {
    sizes(segmentBytes, writeBytes, batchBytes);
    return new Limits(
        (int) segmentBytes,
        (int) writeBytes,
        (int) batchBytes,
        queuedRequests,
        queuedBytes,
        freeBytes);
  }

  private static void sizes(long segmentBytes, long writeBytes, long batchBytes) {
    within("segment-bytes", segmentBytes, LEAST_SEGMENT, MOST_SEGMENT);
    within("max-write-bytes", writeBytes, 1 << 10, segmentBytes / 4);
    within("max-batch-bytes", batchBytes, 1, segmentBytes);
  }

  /** How many bytes must be free for a new segment to be made. */
  long room() {
    return segmentBytes + Math.max(freeBytes, INDEX_ROOM);
  }

  /** Why no segment is made where less is free. */
  String lacking(Object place, long free) {
    return "%s has %d bytes left, and a new segment of %d needs min-free-bytes = %d beside it, at least %d; free some space"
        .formatted(place, free, segmentBytes, freeBytes, INDEX_ROOM);
  }

  /** What the module's settings say if nobody changes them. */
  public static Limits standard() {
    return new Limits(32 << 20, 8 << 20, 4 << 20, 1 << 16, 128 << 20, 256 << 20);
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s = %d must be %d to %d".formatted(key, value, least, most));
    }
  }
}
