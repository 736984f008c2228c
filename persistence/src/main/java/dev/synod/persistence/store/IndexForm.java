package dev.synod.persistence.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Keys and values of an index: one head, an entry for each persistence id, and one for each run. A
 * run's key ends with its last sequence number, so that the first key at or behind an event's is
 * that of its run.
 */
final class IndexForm {
  /** Bytes of a run's key that say whose it is. */
  static final int OWNER = 5;

  private static final byte HEAD = 'H';
  private static final byte ID = 'I';
  private static final byte RUN = 'R';

  private IndexForm() {}

  /**
   * What the index is complete for, and what else is in it.
   *
   * @param sum of the checksums of all other entries: one that is missing, or older than the head,
   *     is missed, however LevelDB came to drop it
   */
  record Head(UUID incarnation, Checkpoint checkpoint, int ids, long runs, long sum) {}

  /** An entry's checksum, of its key and its value. */
  static int checksum(byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(value);
    return (int) crc.getValue();
  }

  /** The value with its checksum behind it: LevelDB's Java port checks none in its tables. */
  static byte[] sealed(byte[] value, int checksum) {
    return ByteBuffer.allocate(value.length + Integer.BYTES).put(value).putInt(checksum).array();
  }

  /**
   * The value in front of its checksum.
   *
   * @throws IllegalArgumentException if they don't fit
   */
  static byte[] unsealed(byte[] key, byte[] sealed) {
    byte[] value = Arrays.copyOf(sealed, Math.max(0, sealed.length - Integer.BYTES));
    if (sealed.length < Integer.BYTES
        || ByteBuffer.wrap(sealed).getInt(value.length) != checksum(key, value)) {
      throw new IllegalArgumentException("an entry is not what was written");
    }
    return value;
  }

  static boolean isHead(byte[] key) {
    return key[0] == HEAD;
  }

  static boolean isId(byte[] key) {
    return key[0] == ID;
  }

  static byte[] headKey() {
    return new byte[] {HEAD};
  }

  static byte[] key(IdState id) {
    return ByteBuffer.allocate(5).put(ID).putInt(id.number).array();
  }

  static byte[] key(Run run) {
    return key(run.number(), run.last());
  }

  static byte[] key(int number, long sequence) {
    return ByteBuffer.allocate(13).put(RUN).putInt(number).putLong(sequence).array();
  }

  static byte[] value(Head head) {
    Checkpoint at = head.checkpoint();
    ByteBuffer to =
        ByteBuffer.allocate(16 + 12 + 8 + 8 + 8 + 4 + 12 + 4 + 12 * at.holders().size());
    to.putLong(head.incarnation().getMostSignificantBits());
    to.putLong(head.incarnation().getLeastSignificantBits());
    to.putInt(head.ids()).putLong(head.runs()).putLong(head.sum());
    to.putLong(at.segment()).putInt(at.end());
    to.putInt(at.chain().checksum()).putLong(at.chain().counter());
    to.putInt(at.holders().size());
    at.holders().forEach((segment, count) -> to.putLong(segment).putInt(count));
    return trimmed(to);
  }

  static Head head(byte[] value) {
    ByteBuffer from = ByteBuffer.wrap(value);
    try {
      UUID incarnation = new UUID(from.getLong(), from.getLong());
      int ids = from.getInt();
      long runs = from.getLong();
      long sum = from.getLong();
      long segment = from.getLong();
      int end = from.getInt();
      Chain chain = new Chain(from.getInt(), from.getLong(), true);
      SortedMap<Long, Integer> holders = new TreeMap<>();
      for (int count = from.getInt(); count > 0; count--) {
        holders.put(from.getLong(), from.getInt());
      }
      return new Head(incarnation, new Checkpoint(segment, end, chain, holders), ids, runs, sum);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the head is too short", e);
    }
  }

  static byte[] value(IdState id) {
    byte[] name = id.name.getBytes(StandardCharsets.UTF_8);
    int size = 32 + name.length;
    for (Entry.Snapshot snapshot : id.snapshots.values()) {
      size += 16 + snapshot.size();
    }
    ByteBuffer to = ByteBuffer.allocate(size);
    to.putLong(id.highest).putLong(id.deletedTo).putLong(id.home).putInt(id.snapshots.size());
    id.snapshots.forEach(
        (sequence, snapshot) -> {
          Place place = id.manifests.getOrDefault(sequence, new Place(0, 0));
          to.putLong(place.segment()).putInt(place.position()).putInt(snapshot.size());
          snapshot.write(to);
        });
    return trimmed(to.put(name));
  }

  static IdState id(byte[] key, byte[] value) {
    ByteBuffer from = ByteBuffer.wrap(value);
    try {
      int number = ByteBuffer.wrap(key).getInt(1);
      long highest = from.getLong();
      long deletedTo = from.getLong();
      long home = from.getLong();
      TreeMap<Long, Entry.Snapshot> snapshots = new TreeMap<>();
      TreeMap<Long, Place> manifests = new TreeMap<>();
      for (int count = from.getInt(); count > 0; count--) {
        Place place = new Place(from.getLong(), from.getInt());
        ByteBuffer bytes = from.slice(from.position() + 4, from.getInt(from.position()));
        from.position(from.position() + 4 + bytes.limit());
        Entry.Snapshot snapshot = (Entry.Snapshot) Entries.of(Kind.SNAPSHOT, bytes);
        snapshots.put(snapshot.id().sequence(), snapshot);
        manifests.put(snapshot.id().sequence(), place);
      }
      IdState id = new IdState(number, StandardCharsets.UTF_8.decode(from).toString());
      id.highest = highest;
      id.deletedTo = deletedTo;
      id.home = home;
      id.snapshots.putAll(snapshots);
      id.manifests.putAll(manifests);
      return id;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a persistence id's entry is too short", e);
    }
  }

  static byte[] value(Run run) {
    ByteBuffer to = ByteBuffer.allocate(20 + 5 * run.length());
    to.putLong(run.first()).putLong(run.segment()).putInt(run.length());
    int before = 0;
    for (long sequence = run.first(); sequence <= run.last(); sequence++) {
      int delta = run.position(sequence) - before;
      before = run.position(sequence);
      while (delta > 0x7f) {
        to.put((byte) (delta | 0x80));
        delta >>>= 7;
      }
      to.put((byte) delta);
    }
    return trimmed(to);
  }

  static Run run(int number, ByteBuffer from) {
    try {
      long first = from.getLong();
      long segment = from.getLong();
      int count = from.getInt();
      if (count < 1 || count > from.remaining()) {
        throw new IllegalArgumentException("a run has %d events".formatted(count));
      }
      int[] positions = new int[count];
      int before = 0;
      for (int i = 0; i < positions.length; i++) {
        int delta = 0;
        int shift = 0;
        byte part = from.get();
        for (; part < 0; part = from.get()) {
          delta |= (part & 0x7f) << shift;
          shift += 7;
        }
        before += delta | part << shift;
        positions[i] = before;
      }
      return new Run(number, first, segment, positions);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a run's entry is too short", e);
    }
  }

  private static byte[] trimmed(ByteBuffer bytes) {
    byte[] array = new byte[bytes.position()];
    bytes.get(0, array);
    return array;
  }
}
