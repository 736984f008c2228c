package dev.synod.persistence.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads entries back from the payloads of frames. */
final class Entries {
  private Entries() {}

  /**
   * The entry in a frame whose checksum is right.
   *
   * @throws IllegalArgumentException if the payload is not of its kind's form, which only another
   *     program's bytes are
   */
  static Entry of(Kind kind, ByteBuffer payload) {
    ByteBuffer from = payload.duplicate();
    try {
      return switch (kind) {
        case BATCH -> new Entry.Batch(from.getInt(), from.getInt(), from.getInt());
        case NAME -> name(from);
        case EVENT ->
            new Entry.Event(from.getInt(), from.getLong(), from.getInt(), List.of(from.slice()));
        case DELETED -> new Entry.Deleted(from.getInt(), from.getLong());
        case CHUNK -> new Entry.Chunk(from.getInt(), from.getLong(), from.getInt(), from.slice());
        case SNAPSHOT -> snapshot(from);
        case FORGOTTEN -> new Entry.Forgotten(from.getInt(), from.getLong());
        case ROW -> new Entry.Row(Entry.segments(from));
        case DROPPED -> new Entry.Dropped(from.getLong());
        case SEALED -> new Entry.Sealed(from.getLong());
        case CLOSED -> new Entry.Closed();
        case OPENED -> new Entry.Opened();
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the entry " + kind + " is too short", e);
    }
  }

  private static Entry name(ByteBuffer from) {
    int number = from.getInt();
    long highest = from.getLong();
    long deletedTo = from.getLong();
    int count = from.getInt();
    if (count < 0 || count > from.remaining() / Long.BYTES) {
      throw new IllegalArgumentException("the entry NAME has %d snapshots".formatted(count));
    }
    List<Long> snapshots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      snapshots.add(from.getLong());
    }
    String name = StandardCharsets.UTF_8.decode(from).toString();
    return new Entry.Name(number, highest, deletedTo, snapshots, name);
  }

  private static Entry snapshot(ByteBuffer from) {
    int number = from.getInt();
    long snapshot = from.getLong();
    SnapshotId id = new SnapshotId(from.getLong(), from.getLong());
    long length = from.getLong();
    byte[] hash = new byte[Entry.Snapshot.HASH]; // A copy: snapshots are kept, what is read is not.
    from.get(hash);
    int count = from.getInt();
    if (count < 0 || count > from.remaining() / 12) {
      throw new IllegalArgumentException("the entry SNAPSHOT names %d chunks".formatted(count));
    }
    List<Place> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      chunks.add(new Place(from.getLong(), from.getInt()));
    }
    return new Entry.Snapshot(number, snapshot, id, length, ByteBuffer.wrap(hash), chunks);
  }
}
