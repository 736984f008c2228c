package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The batch that the writer is making: frames, in the form in which they are written at once.
 *
 * <p>No sector of 512 bytes of a batch is all zero, apart from those that the batch's first frame
 * counts: its first and last bytes are none, nor are the last of that frame. Space in a segment is
 * zeros before it is used. So a batch of which a sector was never written differs from one that is
 * whole but rotten.
 */
final class BatchBuffer {
  static final int SECTOR = 512;

  /** Ends each batch; none of its bytes is zero. */
  static final int END = 0xE1E2E3E4;

  /** What a batch needs beside its frames. */
  static final int OVERHEAD = Frames.HEAD + Entry.Batch.SIZE + Integer.BYTES;

  private static final int FIRST_CAPACITY = 256 << 10;

  private final Frames frames;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_CAPACITY);
  private int start;
  private int count;
  private int previous;
  private long counter;
  private int before;

  BatchBuffer(UUID incarnation) {
    this.frames = new Frames(incarnation);
  }

  /** Begins a batch at this byte of a segment, after the frame with this checksum and counter. */
  void begin(int position, int checksum, long last) {
    start = position;
    previous = checksum;
    before = checksum;
    counter = last;
    count = 0;
    buffer.clear().position(Frames.HEAD + Entry.Batch.SIZE);
  }

  /** Adds a frame; gives back at which byte of the segment it will begin. */
  int add(Entry entry) {
    reserve(Frames.size(entry) + Integer.BYTES);
    int position = start + buffer.position();
    previous = frames.write(buffer, entry, previous, counter + 1);
    counter++;
    count++;
    return position;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** How many bytes {@link #end()} would give. */
  int size() {
    return isEmpty() ? 0 : buffer.position() + Integer.BYTES;
  }

  int checksum() {
    return previous;
  }

  long counter() {
    return counter;
  }

  /** The whole batch, ready to be written at the place where it began. */
  ByteBuffer end() {
    buffer.putInt(END);
    int size = buffer.position();
    int zeros = zeroSectors(buffer, start, size);
    int bytes = size - Frames.HEAD - Entry.Batch.SIZE;
    buffer.position(0);
    frames.write(buffer, new Entry.Batch(count, bytes, zeros), before, counter - count + 1);
    return buffer.position(0).limit(size);
  }

  /** How many sectors that lie wholly in these bytes, which begin at this place, are zero. */
  private static int zeroSectors(ByteBuffer bytes, int start, int size) {
    int zeros = 0;
    for (int sector = Math.floorMod(-start, SECTOR); sector + SECTOR <= size; sector += SECTOR) {
      int at = sector;
      while (at < sector + SECTOR && bytes.getLong(at) == 0) {
        at += Long.BYTES;
      }
      if (at >= sector + SECTOR) {
        zeros++;
      }
    }
    return zeros;
  }

  private void reserve(int more) {
    if (buffer.remaining() < more) {
      int capacity = Math.max(buffer.capacity() * 2, buffer.position() + more);
      buffer = ByteBuffer.allocateDirect(capacity).put(buffer.flip());
    }
  }
}
