package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The few things that a store asks of a file system: small, so that a test can put one in between
 * that fails, fills or counts.
 *
 * <p>Errors are {@link IOException}s that name the file.
 */
public interface Disk {
  /** The file system of this machine. */
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /** Creates a file for writing; fails if there is one. */
  File create(Path path) throws IOException;

  /** Opens a file that exists for reading and writing. */
  File open(Path path) throws IOException;

  /** Opens a file that exists for reading only. */
  File read(Path path) throws IOException;

  /** Renames, atomically; what had the name before is replaced. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file. */
  void delete(Path path) throws IOException;

  /** Creates a directory in one that exists. */
  void createDirectory(Path path) throws IOException;

  /** Makes names that were created, moved or removed in a directory durable. */
  void syncDirectory(Path path) throws IOException;

  /** What a directory holds, sorted by name. */
  List<Path> list(Path directory) throws IOException;

  /** Bytes that this process may still write where the directory lies. */
  long free(Path directory) throws IOException;

  /** An open file. */
  interface File extends Closeable {
    /** Writes all that remains, at this offset. */
    void write(ByteBuffer bytes, long at) throws IOException;

    /** Waits until all that was written is on the disk. */
    void sync() throws IOException;

    /** Reads until the buffer is full or the file ends; gives back how many bytes came. */
    int read(ByteBuffer into, long at) throws IOException;

    /** Its length in bytes. */
    long size() throws IOException;
  }
}
