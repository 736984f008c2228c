package dev.synod.persistence;

import dev.synod.persistence.store.DirectoryLock;
import dev.synod.persistence.store.Disk;
import dev.synod.persistence.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one directory in which a node remembers, held by one process at a time (rule D1).
 *
 * <p>Whoever opens it holds the lock on its file {@code LOCK} until {@link #close()} or the death
 * of the process, however it dies. The file itself stays: only its lock means anything. All errors
 * are {@link DataDirectoryException}s.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final DirectoryLock lock;

  private DataDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Opens the directory, after creating it if it is absent; its parent must exist.
   *
   * @throws DataDirectoryException if it can't be made, read or written, or is held already
   */
  public static DataDirectory open(Path dir) {
    Path real = prepare(dir);
    try {
      return new DataDirectory(real, DirectoryLock.hold(real));
    } catch (StoreException held) {
      throw new DataDirectoryException(String.valueOf(held.getMessage()), held);
    } catch (IOException e) {
      throw unusable(real, e);
    }
  }

  /** Where it is, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Lets go of the directory; a second call does nothing. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new DataDirectoryException(
          "data directory %s: its lock can't be released: %s".formatted(path, e), e);
    }
  }

  @Override
  public String toString() {
    return "data directory " + path;
  }

  /**
   * Creates the directory if it is absent, refuses what can't hold data, and resolves links.
   *
   * @throws DataDirectoryException if it can't be made, read or written
   */
  public static Path prepare(Path dir) {
    Path absolute = dir.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      create(absolute);
    }
    if (!Files.isDirectory(absolute)) {
      throw new DataDirectoryException(
          "data directory %s is a file; remove it or name another directory".formatted(absolute));
    }
    if (!Files.isReadable(absolute) || !Files.isWritable(absolute)) {
      throw unusable(absolute, null);
    }
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      throw unusable(absolute, e);
    }
  }

  private static void create(Path dir) {
    Path parent = dir.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new DataDirectoryException(
          "data directory %s can't be created: %s is no directory; create it, or mount its disk"
              .formatted(dir, parent));
    }
    try {
      Files.createDirectory(dir);
      if (parent != null) {
        Disk.real().syncDirectory(parent);
      }
    } catch (IOException e) {
      throw new DataDirectoryException(
          "data directory %s can't be created in %s (%s); create it for user %s or name another"
              .formatted(dir, parent, e, System.getProperty("user.name")),
          e);
    }
  }

  private static DataDirectoryException unusable(Path dir, @Nullable IOException cause) {
    String line =
        "data directory %s can't be read and written by user %s%s; change its permissions, remount it"
            .formatted(
                dir, System.getProperty("user.name"), cause == null ? "" : " (" + cause + ")");
    return cause == null
        ? new DataDirectoryException(line)
        : new DataDirectoryException(line, cause);
  }
}
