package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one frame of a segment says. Persistence ids stand in it as numbers, which a {@link Name}
 * earlier in the same segment explains.
 */
public sealed interface Entry {
  /** What kind of frame it goes into. */
  Kind kind();

  /** Bytes that it needs in a frame, without the frame's head. */
  int size();

  /** Writes exactly {@link #size()} bytes. */
  void write(ByteBuffer to);

  /** Begins a batch: what was written and synced as one, whole or not at all. */
  record Batch(int frames, int bytes, int zeroSectors) implements Entry {
    /** Not zero, so that a sector that holds only the end of this entry is not zero either. */
    private static final byte END = 0x5A;

    static final int SIZE = 13;

    @Override
    public Kind kind() {
      return Kind.BATCH;
    }

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(frames).putInt(bytes).putInt(zeroSectors).put(END);
    }
  }

  /**
   * Gives a persistence id its number, and tells what was known of it before: so segments that told
   * it earlier can go.
   *
   * @param snapshots the sequence numbers of the snapshots that it has
   */
  record Name(int number, long highest, long deletedTo, List<Long> snapshots, String name)
      implements Entry {
    @Override
    public Kind kind() {
      return Kind.NAME;
    }

    @Override
    public int size() {
      return 24 + 8 * snapshots.size() + utf8(name).length;
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(number).putLong(highest).putLong(deletedTo).putInt(snapshots.size());
      snapshots.forEach(to::putLong);
      to.put(utf8(name));
    }
  }

  /**
   * An event; the bytes are the caller's.
   *
   * @param bytes in any number of parts; one that was read has one
   * @param gap how many sequence numbers between it and the event before were never stored: their
   *     events were rejected, or only a snapshot covers them
   */
  record Event(int number, long sequence, int gap, List<ByteBuffer> bytes) implements Entry {
    static final int HEAD = 16;

    /** The sequence number of the event before; 0 if there was none. */
    long before() {
      return sequence - gap - 1;
    }

    @Override
    public Kind kind() {
      return Kind.EVENT;
    }

    @Override
    public int size() {
      return HEAD + size(bytes);
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(number).putLong(sequence).putInt(gap);
      bytes.forEach(part -> to.put(part.duplicate()));
    }

    /** So many bytes are these parts together. */
    static int size(List<ByteBuffer> parts) {
      int size = 0;
      for (ByteBuffer part : parts) {
        size += part.remaining();
      }
      return size;
    }
  }

  /** Events through this sequence number are deleted. */
  record Deleted(int number, long through) implements Entry {
    @Override
    public Kind kind() {
      return Kind.DELETED;
    }

    @Override
    public int size() {
      return 12;
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(number).putLong(through);
    }
  }

  /** A piece of a snapshot; it counts for nothing until a {@link Snapshot} names it. */
  record Chunk(int number, long snapshot, int index, ByteBuffer bytes) implements Entry {
    @Override
    public Kind kind() {
      return Kind.CHUNK;
    }

    @Override
    public int size() {
      return 16 + bytes.remaining();
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(number).putLong(snapshot).putInt(index).put(bytes.duplicate());
    }
  }

  /** A whole snapshot: where its chunks are, how long they are together, and their SHA-256. */
  record Snapshot(
      int number, long snapshot, SnapshotId id, long length, ByteBuffer hash, List<Place> chunks)
      implements Entry {
    static final int HASH = 32;

    @Override
    public Kind kind() {
      return Kind.SNAPSHOT;
    }

    @Override
    public int size() {
      return 36 + HASH + 4 + 12 * chunks.size();
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(number).putLong(snapshot).putLong(id.sequence()).putLong(id.time());
      to.putLong(length).put(hash.duplicate()).putInt(chunks.size());
      chunks.forEach(chunk -> to.putLong(chunk.segment()).putInt(chunk.position()));
    }
  }

  /** A snapshot is deleted. */
  record Forgotten(int number, long sequence) implements Entry {
    @Override
    public Kind kind() {
      return Kind.FORGOTTEN;
    }

    @Override
    public int size() {
      return 12;
    }

    @Override
    public void write(ByteBuffer to) {
      to.putInt(number).putLong(sequence);
    }
  }

  /** The segments that exist, this one included; the first entry of every segment. */
  record Row(SortedSet<Long> segments) implements Entry {
    @Override
    public Kind kind() {
      return Kind.ROW;
    }

    @Override
    public int size() {
      return 16 * ranges().size();
    }

    @Override
    public void write(ByteBuffer to) {
      ranges().forEach(range -> to.putLong(range[0]).putLong(range[1]));
    }

    private List<long[]> ranges() {
      List<long[]> ranges = new ArrayList<>();
      for (long segment : segments) {
        long[] last = ranges.isEmpty() ? new long[] {0, -1} : ranges.get(ranges.size() - 1);
        if (last[1] + 1 == segment && !ranges.isEmpty()) {
          last[1] = segment;
        } else {
          ranges.add(new long[] {segment, segment});
        }
      }
      return ranges;
    }
  }

  /** A segment in which nothing is needed any more; its file is or will be removed. */
  record Dropped(long segment) implements Entry {
    @Override
    public Kind kind() {
      return Kind.DROPPED;
    }

    @Override
    public int size() {
      return 8;
    }

    @Override
    public void write(ByteBuffer to) {
      to.putLong(segment);
    }
  }

  /** The last entry of a segment that is full; the next segment exists. */
  record Sealed(long next) implements Entry {
    @Override
    public Kind kind() {
      return Kind.SEALED;
    }

    @Override
    public int size() {
      return 8;
    }

    @Override
    public void write(ByteBuffer to) {
      to.putLong(next);
    }
  }

  /** The store was opened: the marker says so before anything else is confirmed. */
  record Opened() implements Entry {
    @Override
    public Kind kind() {
      return Kind.OPENED;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public void write(ByteBuffer to) {}
  }

  /** The store was closed in good order: all before is whole, and nothing came after. */
  record Closed() implements Entry {
    @Override
    public Kind kind() {
      return Kind.CLOSED;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public void write(ByteBuffer to) {}
  }

  /** The number of the persistence id that it is about; 0 if it is about none. */
  static int numberOf(Entry entry) {
    if (entry instanceof Event event) {
      return event.number();
    } else if (entry instanceof Deleted deleted) {
      return deleted.number();
    } else if (entry instanceof Chunk chunk) {
      return chunk.number();
    } else if (entry instanceof Snapshot snapshot) {
      return snapshot.number();
    } else if (entry instanceof Forgotten forgotten) {
      return forgotten.number();
    }
    return 0;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The sorted set of segments that these ranges name. */
  static SortedSet<Long> segments(ByteBuffer ranges) {
    SortedSet<Long> segments = new TreeSet<>();
    while (ranges.hasRemaining()) {
      long first = ranges.getLong();
      long last = ranges.getLong();
      for (long each = first; each <= last; each++) {
        segments.add(each);
      }
    }
    return segments;
  }
}
