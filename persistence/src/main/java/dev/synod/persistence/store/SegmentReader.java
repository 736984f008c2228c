package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment's frames through a window, for one thread. A frame's payload is a view that the
 * next call may overwrite.
 */
final class SegmentReader implements Closeable {
  private final Path path;
  private final Disk.File file;
  private final Frames frames;
  private final SegmentHeader header;
  private ByteBuffer window;
  private int windowStart;

  private SegmentReader(Path path, Disk.File file, UUID incarnation, long number, int window)
      throws IOException {
    this.path = path;
    this.file = file;
    this.frames = new Frames(incarnation);
    ByteBuffer first = ByteBuffer.allocate(SegmentHeader.SIZE);
    file.read(first, 0);
    this.header = SegmentHeader.check(path, first.flip(), incarnation, number);
    if (file.size() != header.capacity()) {
      throw StoreException.damaged(
          path,
          Math.min(file.size(), header.capacity()),
          "it has %d bytes and should have %d".formatted(file.size(), header.capacity()));
    }
    this.window = ByteBuffer.allocate(Math.min(window, header.capacity())).limit(0);
  }

  /**
   * Opens a segment, after a check of its header and length.
   *
   * @param window bytes that are read ahead
   */
  static SegmentReader open(Disk disk, Path path, UUID incarnation, long number, int window)
      throws IOException {
    Disk.File file;
    try {
      file = disk.read(path);
    } catch (NoSuchFileException e) {
      StoreException missing = StoreException.missing(path);
      missing.initCause(e);
      throw missing;
    }
    try {
      return new SegmentReader(path, file, incarnation, number, window);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  int capacity() {
    return header.capacity();
  }

  /** The frame that begins here, or null if what is here is none or has a wrong checksum. */
  @Nullable Frame at(int position) throws IOException {
    if (position + Frames.HEAD > capacity()) {
      return null;
    }
    ByteBuffer in = bytes(position, Frames.HEAD);
    Kind kind = Frames.kind(in, position - windowStart);
    int length = Frames.length(in, position - windowStart);
    if (kind == null || length < Frames.HEAD || length > capacity() - position) {
      return null;
    }
    in = bytes(position, length);
    int start = position - windowStart;
    return frames.sound(in, start, length) ? Frames.frame(kind, in, start, length) : null;
  }

  /**
   * The frame of a batch that begins here, or null; unlike {@link #at} cheap where there is none.
   */
  @Nullable Frame batchAt(int position) throws IOException {
    int length = Frames.HEAD + Entry.Batch.SIZE;
    if (oneByte(position) != Kind.BATCH.code || position + length > capacity()) {
      return null;
    }
    ByteBuffer in = bytes(position, length);
    return Frames.length(in, position - windowStart) == length ? at(position) : null;
  }

  /** Has these bytes in the window: what {@link #at} gives of them stays until others are read. */
  void hold(int position, int length) throws IOException {
    bytes(position, Math.min(length, capacity() - position));
  }

  /** The last byte between these places that is not zero, or -1. */
  int lastNonZero(int from, int to) throws IOException {
    ByteBuffer in = bytes(from, to - from);
    int stop = from - windowStart;
    int at = to - windowStart;
    while (at - Long.BYTES >= stop && in.getLong(at - Long.BYTES) == 0) {
      at -= Long.BYTES;
    }
    while (at > stop && in.get(at - 1) == 0) {
      at--;
    }
    return at > stop ? at - 1 + windowStart : -1;
  }

  byte oneByte(int position) throws IOException {
    return bytes(position, 1).get(position - windowStart);
  }

  int fourBytes(int position) throws IOException {
    return bytes(position, Integer.BYTES).getInt(position - windowStart);
  }

  private ByteBuffer bytes(int position, int length) throws IOException {
    if (position < windowStart || position + length > windowStart + window.limit()) {
      if (length > window.capacity()) {
        window = ByteBuffer.allocate(Integer.highestOneBit(length) * 2);
      }
      window.clear().limit(Math.min(window.capacity(), capacity() - position));
      windowStart = position;
      int count = file.read(window, position);
      window.limit(count).position(0);
      if (count < length) {
        throw StoreException.damaged(path, position + (long) count, "the file ends here");
      }
    }
    return window;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
