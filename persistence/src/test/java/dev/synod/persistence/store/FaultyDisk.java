package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The real disk, of which a write or a sync fails once, or that says that it is full. */
final class FaultyDisk implements Disk {
  /** How many bytes were read from each file, by its name. */
  final Map<String, Long> read = new ConcurrentHashMap<>();

  /** How many bytes were written to each file, by its name. */
  final Map<String, Long> written = new ConcurrentHashMap<>();

  private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger syncsLeft = new AtomicInteger(Integer.MAX_VALUE);

  /** How many syncs have failed that way. */
  final AtomicInteger unsynced = new AtomicInteger();

  private volatile String unsyncable = "none";
  private volatile long free = Long.MAX_VALUE;

  /** The n-th write from now on fails; only that one. */
  void failWrite(int nth) {
    writesLeft.set(nth);
  }

  /** The n-th sync from now on fails; only that one. */
  void failSync(int nth) {
    syncsLeft.set(nth);
  }

  /** From now on no file whose name ends so can be synced. */
  void failSyncsOf(String ending) {
    unsyncable = ending;
  }

  void free(long bytes) {
    free = bytes;
  }

  @Override
  public File create(Path path) throws IOException {
    return new Faulty(path, real().create(path));
  }

  @Override
  public File open(Path path) throws IOException {
    return new Faulty(path, real().open(path));
  }

  @Override
  public File read(Path path) throws IOException {
    return new Faulty(path, real().read(path));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    real().move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    real().delete(path);
  }

  @Override
  public void createDirectory(Path path) throws IOException {
    real().createDirectory(path);
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    real().syncDirectory(path);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return real().list(directory);
  }

  @Override
  public long free(Path directory) {
    return free;
  }

  private static Disk real() {
    return Disk.real();
  }

  private final class Faulty implements File {
    private final Path path;
    private final File file;

    Faulty(Path path, File file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
      if (writesLeft.decrementAndGet() == 0) {
        throw new IOException("write " + path.getFileName() + " failed on purpose");
      }
      written.merge(path.getFileName().toString(), (long) bytes.remaining(), Long::sum);
      file.write(bytes, at);
    }

    @Override
    public void sync() throws IOException {
      if (path.toString().endsWith(unsyncable)) {
        unsynced.incrementAndGet();
        throw new IOException("sync " + path.getFileName() + " failed on purpose");
      }
      if (syncsLeft.decrementAndGet() == 0) {
        throw new IOException("sync " + path.getFileName() + " failed on purpose");
      }
      file.sync();
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      int count = file.read(into, at);
      read.merge(path.getFileName().toString(), (long) count, Long::sum);
      return count;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
