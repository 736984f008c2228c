package dev.synod.persistence.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What an {@link Inspection} found.
 *
 * @param directory the store's
 * @param incarnation whose it is; empty if neither FORMAT nor the marker tells
 * @param format of its files; the only one that there is so far is 1
 * @param ids sorted by name; of a damaged store only what can be read is counted
 * @param damages in the order in which they were found; empty if the store is sound
 */
public record Report(
    Path directory,
    Optional<UUID> incarnation,
    int format,
    Extent extent,
    List<Account> ids,
    List<Damage> damages) {
  /** Copies the lists. */
  public Report {
    ids = List.copyOf(ids);
    damages = List.copyOf(damages);
  }

  /** Whether nothing is damaged. */
  public boolean sound() {
    return damages.isEmpty();
  }

  /**
   * The store as a whole.
   *
   * @param segments files that hold data; the one that is made in advance is not counted
   * @param records all that stand in them, also those of what is deleted
   * @param bytes that those need in the segments
   * @param fileBytes of all segment files together, unused space included
   * @param indexedThrough the last segment that is in the index; empty if there is no index
   * @param ending how the store was left
   */
  public record Extent(
      int segments,
      long records,
      long bytes,
      long fileBytes,
      OptionalLong indexedThrough,
      Ending ending) {}

  /**
   * How a store was left.
   *
   * @param closed whether it was closed in good order
   * @param segment the one that was written last; 0 if that is not known
   * @param position where its last whole batch ends
   * @param tornBytes length of the batch behind it that a crash cut off, which was never confirmed;
   *     0 if there is none
   */
  public record Ending(boolean closed, long segment, int position, int tornBytes) {}

  /**
   * One persistence id.
   *
   * @param first the lowest sequence number of an event that is stored and not deleted; 0 if there
   *     is none
   * @param highest the highest sequence number that was ever stored
   * @param events how many are stored and not deleted
   * @param deletedTo through which sequence number events are deleted; 0 if none is
   * @param passedOver sequence numbers between them that were never stored: their events were
   *     rejected, or only a snapshot covers them
   * @param snapshots oldest first
   * @param bytes of all its records, also of those that are deleted but still lie in a segment that
   *     is needed
   */
  public record Account(
      String id,
      long first,
      long highest,
      long events,
      long deletedTo,
      List<Stretch> passedOver,
      List<Image> snapshots,
      long bytes) {
    /** Copies the lists. */
    public Account {
      passedOver = List.copyOf(passedOver);
      snapshots = List.copyOf(snapshots);
    }
  }

  /** Sequence numbers from the first to the last, both included. */
  public record Stretch(long first, long last) {
    /** How many they are. */
    public long length() {
      return last - first + 1;
    }
  }

  /** A snapshot: which, where its closing record begins, and how many bytes it has. */
  public record Image(SnapshotId id, Place place, long bytes) {}
}
