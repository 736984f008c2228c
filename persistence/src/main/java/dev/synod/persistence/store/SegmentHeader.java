package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The first 64 bytes of a segment file: whose it is, which in the row, and how long. */
record SegmentHeader(UUID incarnation, long number, int capacity) {
  static final int SIZE = 64;

  /** Of headers, frames and entries; a newer one is refused. */
  static final int FORMAT = 1;

  private static final long MAGIC = 0x53594E4F44534547L; // "SYNODSEG"
  private static final int CRC = SIZE - 4;

  ByteBuffer bytes() {
    return bytes(FORMAT);
  }

  /** As a release of that format would write it. */
  ByteBuffer bytes(int format) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    bytes.putLong(MAGIC).putInt(format).putInt(capacity).putLong(number);
    bytes.putLong(incarnation.getMostSignificantBits());
    bytes.putLong(incarnation.getLeastSignificantBits());
    return bytes.putInt(CRC, crc(bytes)).position(0).limit(SIZE);
  }

  /** Reads what should be this segment's header; anything else is refused or damaged. */
  static SegmentHeader check(Path file, ByteBuffer bytes, UUID incarnation, long number) {
    if (bytes.limit() < SIZE || bytes.getLong(0) != MAGIC || bytes.getInt(CRC) != crc(bytes)) {
      throw StoreException.damaged(file, 0, "its header is not a segment's");
    }
    int format = bytes.getInt(8);
    if (format != FORMAT) {
      throw StoreException.refused(
          "%s has format %d, and this release reads format %d only; start the release that wrote it"
              .formatted(file, format, FORMAT));
    }
    SegmentHeader header =
        new SegmentHeader(
            new UUID(bytes.getLong(24), bytes.getLong(32)), bytes.getLong(16), bytes.getInt(12));
    if (!header.incarnation.equals(incarnation)) {
      throw StoreException.foreign(
          file,
          24,
          "belongs to incarnation %s, the store to %s".formatted(header.incarnation, incarnation));
    }
    if (header.number != number) {
      throw StoreException.damaged(file, 16, "it is segment %d".formatted(header.number));
    }
    return header;
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(CRC).position(0));
    return (int) crc.getValue();
  }
}
