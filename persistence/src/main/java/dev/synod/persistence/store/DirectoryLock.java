package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One process's hold on a directory, through a lock on its file {@code LOCK} (rule D1).
 *
 * <p>It lasts until {@link #close()} or the death of the process, however it dies. The file itself
 * stays: only its lock means anything.
 */
public final class DirectoryLock implements Closeable {
  /** The file's name. */
  public static final String FILE = "LOCK";

  /**
   * What this JVM holds. Asked before the lock file is touched: closing any other handle of that
   * file would drop this process's lock on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final @Nullable FileChannel channel;
  private boolean open = true;

  private DirectoryLock(Path directory, @Nullable FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Holds a directory.
   *
   * @param directory its real path, without symbolic links
   * @throws StoreException if it is held already
   * @throws IOException if its lock file can't be written
   */
  public static DirectoryLock hold(Path directory) throws IOException {
    return alone(directory, DirectoryLock::lock);
  }

  /**
   * Holds a directory against those who would write there, without writing there itself: not even
   * its lock file is touched, and many processes may read at once. Nothing where there is none.
   *
   * @throws StoreException if a process writes there
   * @throws IOException if its lock file can't be read
   */
  static @Nullable DirectoryLock lookIfThere(Path directory) throws IOException {
    return Files.exists(directory) ? alone(directory.toRealPath(), DirectoryLock::share) : null;
  }

  private interface Locking {
    @Nullable FileChannel lock(Path file, Path directory) throws IOException;
  }

  /** Within this process a directory is held once, in whatever way. */
  private static DirectoryLock alone(Path directory, Locking locking) throws IOException {
    if (!HELD.add(directory)) {
      throw held(directory, "this process");
    }
    try {
      return new DirectoryLock(directory, locking.lock(directory.resolve(FILE), directory));
    } catch (IOException | RuntimeException refused) {
      HELD.remove(directory);
      throw refused;
    }
  }

  /** Whoever writes has made the file before: where there is none, nobody does. */
  private static @Nullable FileChannel share(Path file, Path directory) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException none) {
      return null;
    }
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
        throw held(directory, holder(file));
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      closeQuietly(channel, e);
      throw e;
    }
  }

  private static String holder(Path file) throws IOException {
    String holder = Files.readString(file).strip();
    return holder.isEmpty() ? "another process" : "process " + holder;
  }

  private static FileChannel lock(Path file, Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        // Those who only read have not written who they are.
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
        throw held(directory, shared == null ? holder(file) : "a process that reads it");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | RuntimeException e) {
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

  private static StoreException held(Path directory, String holder) {
    return StoreException.refused(
        "data directory %s is held by %s; stop it or name another directory"
            .formatted(directory, holder));
  }

  /** Lets go; a second call does nothing. */
  @Override
  public void close() throws IOException {
    if (!open) {
      return;
    }
    open = false;
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD.remove(directory);
    }
  }
}
