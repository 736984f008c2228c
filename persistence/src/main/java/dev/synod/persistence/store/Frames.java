package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The head before each entry: kind (1 byte), length with the head (4), CRC32C (4), the CRC32C of
 * the frame before (4), running counter (8); big-endian.
 *
 * <p>The checksum begins with the directory's incarnation, so a frame of another directory is as
 * wrong as a rotten one. Counter and the frame before's checksum show one that is missing, doubled
 * or swapped. A {@link Entry.Batch} frame stands outside of the chain: it has the counter of the
 * frame that follows and the checksum of the one before it.
 */
final class Frames {
  static final int HEAD = 21;
  private static final int LENGTH = 1;
  private static final int CRC = 5;
  private static final int PREVIOUS = 9;
  private static final int COUNTER = 13;

  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer seed;

  /** One per thread: the checksum is worked out in place. */
  Frames(UUID incarnation) {
    this.seed =
        ByteBuffer.allocate(16)
            .putLong(incarnation.getMostSignificantBits())
            .putLong(incarnation.getLeastSignificantBits());
  }

  static int size(Entry entry) {
    return HEAD + entry.size();
  }

  /** Writes a frame where the buffer stands; gives back its checksum. */
  int write(ByteBuffer to, Entry entry, int previous, long counter) {
    int start = to.position();
    int length = size(entry);
    to.put(entry.kind().code).putInt(length).putInt(0).putInt(previous).putLong(counter);
    entry.write(to);
    if (to.position() != start + length) {
      throw new IllegalStateException("%s is not %d bytes long".formatted(entry.kind(), length));
    }
    int crc = crc(to, start, length);
    to.putInt(start + CRC, crc);
    return crc;
  }

  /** The kind at this place, or null if no frame can begin there. */
  static @Nullable Kind kind(ByteBuffer in, int start) {
    return Kind.of(in.get(start));
  }

  static int length(ByteBuffer in, int start) {
    return in.getInt(start + LENGTH);
  }

  /** The frame of this length at this place, whose checksum was found right. */
  static Frame frame(Kind kind, ByteBuffer in, int start, int length) {
    return new Frame(
        kind,
        in.getInt(start + CRC),
        in.getInt(start + PREVIOUS),
        in.getLong(start + COUNTER),
        length,
        in.slice(start + HEAD, length - HEAD));
  }

  boolean sound(ByteBuffer in, int start, int length) {
    return in.getInt(start + CRC) == crc(in, start, length);
  }

  private int crc(ByteBuffer in, int start, int length) {
    checksum.reset();
    checksum.update(seed.clear());
    ByteBuffer bytes = in.duplicate();
    checksum.update(bytes.limit(start + CRC).position(start));
    checksum.update(bytes.limit(start + length).position(start + PREVIOUS));
    return (int) checksum.getValue();
  }
}
