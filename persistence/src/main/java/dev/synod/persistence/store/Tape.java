package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Where batches are written: the last segment, and the one after it, which is made on another
 * thread once an eighth of this one is used: making it takes longer than half of it lasts when
 * batches are large, and the writer would wait. For the writer's thread.
 */
final class Tape implements Closeable {
  private static final int PIECE = 1 << 20;

  /** The part of a segment that is used when the next one is made. */
  private static final int BEGUN = 8;

  private final Disk disk;
  private final Layout layout;
  private final UUID incarnation;
  private final Limits limits;
  private long number;
  private boolean spare;
  private int end;
  private int capacity;
  private Disk.File file;
  private @Nullable CompletableFuture<Void> making;

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

  /**
   * Goes on in the segment that was surveyed. If it was not closed, a torn batch is wiped out, and
   * what is left is written once more: after a sync that failed, what can be read may lie in the
   * system's cache alone, which takes it for written.
   */
  static Tape at(
      Disk disk, Layout layout, UUID incarnation, Limits limits, Survey survey, Pass.End found)
      throws IOException {
    Tail tail = found.tail();
    Tape tape = new Tape(disk, layout, incarnation, limits, survey.live(), tail.end());
    tape.spare = survey.spare() != 0;
    try {
      if (tail.torn()) {
        zero(tape.file, tail.end(), tail.dirt());
      }
      if (!found.closed() || tail.torn()) {
        rewrite(tape.file, tail.end());
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

  private static void rewrite(Disk.File file, int to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(Math.min(PIECE, to));
    for (int at = 0; at < to; at += piece.capacity()) {
      file.read(piece.clear().limit(Math.min(piece.capacity(), to - at)), at);
      file.write(piece.flip(), at);
    }
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
    if (making != null && making.isCompletedExceptionally()) {
      made(); // Its failure is the disk's: nothing is confirmed after it.
    }
    int size = batch.remaining();
    file.write(batch, end);
    file.sync();
    end += size;
    if (end > capacity / BEGUN && !spare && making == null && free() >= limits.room()) {
      making = CompletableFuture.runAsync(this::makeSpare, Tape::start);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "synod-store spare");
    thread.setDaemon(true);
    thread.start();
  }

  private void makeSpare() {
    try {
      make(disk, layout, new SegmentHeader(incarnation, number + 1, limits.segmentBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long free() throws IOException {
    return disk.free(layout.journal());
  }

  /** Waits for the segment that is being made. */
  private void made() throws IOException {
    CompletableFuture<Void> underway = making;
    if (underway == null) {
      return;
    }
    making = null;
    try {
      underway.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException cause) {
        throw new IOException(cause.getCause());
      }
      throw e;
    }
    spare = true;
  }

  /**
   * Makes the next segment, unless it is there.
   *
   * @throws StoreException if less would be left free than there must be
   */
  void prepare() throws IOException {
    made();
    if (spare) {
      return;
    }
    long free = free();
    if (free < limits.room()) {
      throw new StoreException(StoreException.Kind.FULL, limits.lacking(layout.journal(), free));
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

  /** How long the files of these segments are together. */
  long bytes(Set<Long> segments) throws IOException {
    long bytes = 0;
    for (long segment : segments) {
      try (Disk.File read = disk.read(layout.segment(segment))) {
        bytes += read.size();
      }
    }
    return bytes;
  }

  void drop(long segment) throws IOException {
    disk.delete(layout.segment(segment));
  }

  @Override
  public void close() throws IOException {
    try {
      made();
    } finally {
      file.close();
    }
  }
}
