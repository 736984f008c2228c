package dev.synod.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one directory in which a node remembers, held by one process at a time (rule D1).
 *
 * <p>Whoever opens it holds the lock on its file {@code LOCK} until {@link #close()} or the death
 * of the process, however it dies. The file itself stays: only its lock means anything. All errors
 * are {@link DataDirectoryException}s.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "LOCK";

  /**
   * What this JVM holds. Asked before the lock file is touched: closing any other handle of that
   * file would drop this process's lock on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens the directory, after creating it if it is absent; its parent must exist.
   *
   * @throws DataDirectoryException if it can't be made, read or written, or is held already
   */
  public static DataDirectory open(Path dir) {
    Path real = prepare(dir);
    if (!HELD.add(real)) {
      throw held(real, "this process");
    }
    try {
      return new DataDirectory(real, lock(real));
    } catch (DataDirectoryException refused) {
      HELD.remove(real);
      throw refused;
    }
  }

  /** Where it is, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Lets go of the directory; a second call does nothing. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataDirectoryException(
          "data directory %s: its lock can't be released: %s".formatted(path, e), e);
    } finally {
      HELD.remove(path);
    }
  }

  @Override
  public String toString() {
    return "data directory " + path;
  }

  /** Creates the directory if it is absent, refuses what can't hold data, and resolves links. */
  static Path prepare(Path dir) {
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
    } catch (IOException e) {
      throw new DataDirectoryException(
          "data directory %s can't be created in %s (%s); create it for user %s or name another"
              .formatted(dir, parent, e, System.getProperty("user.name")),
          e);
    }
  }

  private static FileChannel lock(Path dir) {
    Path file = dir.resolve(LOCK);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unusable(dir, e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String holder = Files.readString(file).strip();
        throw held(dir, holder.isEmpty() ? "another process" : "process " + holder);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw unusable(dir, e);
    } catch (DataDirectoryException e) {
      closeQuietly(channel, e);
      throw e;
    }
  }

  private static void closeQuietly(FileChannel channel, Exception because) {
    try {
      channel.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static DataDirectoryException held(Path dir, String holder) {
    return new DataDirectoryException(
        "data directory %s is held by %s; stop it or name another directory"
            .formatted(dir, holder));
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
