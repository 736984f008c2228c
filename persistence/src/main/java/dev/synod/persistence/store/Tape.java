package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where batches are written: the last segment, and the one after it, which is made while there is
 * still space. For the writer's thread.
 */
final class Tape implements Closeable {
  private static final int PIECE = 1 << 20;

  private final Disk disk;
  private final Layout layout;
  private final UUID incarnation;
  private final Limits limits;
  private long number;
  private boolean spare;
  private int end;
  private int capacity;
  private Disk.File file;

  private Tape(Disk disk, Layout layout, UUID incarnation, Limits limits, long number, int end)
      throws IOException {
    this.disk = disk;
    this.layout = layout;
    this.incarnation = incarnation;
    this.limits = limits;
    this.number = number;
    this.end = end;
    this.file = disk.open(layout.segment(number));
    this.capacity = Math.toIntExact(file.size());
  }

  /** Goes on in the segment that was surveyed, after a torn batch is wiped out. */
  static Tape at(
      Disk disk, Layout layout, UUID incarnation, Limits limits, Survey survey, Tail tail)
      throws IOException {
    Tape tape = new Tape(disk, layout, incarnation, limits, survey.live(), tail.end());
    tape.spare = survey.spare() != 0;
    try {
      if (tail.torn()) {
        zero(tape.file, tail.end(), tail.dirt());
        tape.file.sync();
      }
    } catch (IOException | RuntimeException e) {
      tape.close();
      throw e;
    }
    return tape;
  }

  /** Makes a segment: nobody sees it before it is whole and on the disk. */
  static void make(Disk disk, Layout layout, SegmentHeader header) throws IOException {
    Path unfinished = layout.unfinished(header.number());
    if (Files.exists(unfinished)) {
      disk.delete(unfinished);
    }
    try (Disk.File file = disk.create(unfinished)) {
      zero(file, 0, header.capacity());
      file.write(header.bytes(), 0);
      file.sync();
    }
    disk.move(unfinished, layout.segment(header.number()));
    disk.syncDirectory(layout.journal());
  }

  private static void zero(Disk.File file, int from, int to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(PIECE, to - from));
    for (int at = from; at < to; at += zeros.capacity()) {
      file.write(zeros.clear().limit(Math.min(zeros.capacity(), to - at)), at);
    }
  }

  long number() {
    return number;
  }

  int end() {
    return end;
  }

  int capacity() {
    return capacity;
  }

  Path path() {
    return layout.segment(number);
  }

  /** Writes a batch; it is on the disk when this returns. */
  void append(ByteBuffer batch) throws IOException {
    int size = batch.remaining();
    file.write(batch, end);
    file.sync();
    end += size;
  }

  /**
   * Makes the next segment, unless it is there.
   *
   * @throws StoreException if less would be left free than there must be
   */
  void prepare() throws IOException {
    if (spare) {
      return;
    }
    long free = disk.free(layout.journal());
    if (free < limits.freeBytes() + limits.segmentBytes()) {
      throw new StoreException(
          StoreException.Kind.FULL,
          "%s has %d bytes left, and a new segment of %d needs min-free-bytes = %d beside it; free some space"
              .formatted(layout.journal(), free, limits.segmentBytes(), limits.freeBytes()));
    }
    make(disk, layout, new SegmentHeader(incarnation, number + 1, limits.segmentBytes()));
    spare = true;
  }

  /** Goes on at the begin of the next segment, which {@link #prepare} has made. */
  void advance() throws IOException {
    file.close();
    number++;
    spare = false;
    end = SegmentHeader.SIZE;
    file = disk.open(layout.segment(number));
    capacity = Math.toIntExact(file.size());
  }

  void drop(long segment) throws IOException {
    disk.delete(layout.segment(segment));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
