package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBFactory;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index in LevelDB. One that can't be read, or from which anything is missing, is thrown away.
 *
 * <p>LevelDB ends an iteration silently at a block that it can't read, and its Java port leaves out
 * what it can't read of its log, and reads tables without a look at their checksums. So each entry
 * has a checksum of its own, and the checkpoint the sum of all; they are checked when the index is
 * loaded. It must not be used once closed, or the native library would take the JVM down: hence the
 * lock.
 */
final class LeveldbIndex implements Index {
  private static final Logger LOG = LoggerFactory.getLogger(LeveldbIndex.class);
  private static final ReadOptions CHECKED = new ReadOptions().verifyChecksums(true);
  private static final WriteOptions SYNCED = new WriteOptions().sync(true);

  private final DBFactory factory;
  private final Path directory;
  private final UUID incarnation;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Integer, Integer> stored = new HashMap<>();
  private long runs;
  private long sum;
  private boolean fresh;
  private @Nullable DB db;

  private LeveldbIndex(DBFactory factory, Path directory, UUID incarnation) {
    this.factory = factory;
    this.directory = directory;
    this.incarnation = incarnation;
  }

  static LeveldbIndex open(DBFactory factory, Path directory, UUID incarnation) throws IOException {
    LeveldbIndex index = new LeveldbIndex(factory, directory, incarnation);
    if (Files.exists(directory)) {
      try {
        index.db = factory.open(directory.toFile(), options(false));
        return index;
      } catch (IOException | RuntimeException e) {
        index.distrust(e.toString());
      }
    }
    index.create();
    return index;
  }

  /**
   * Opens one that is there, to be read only; LevelDB itself still writes in its directory.
   *
   * @throws IOException if it is none
   */
  static LeveldbIndex existing(DBFactory factory, Path directory, UUID incarnation)
      throws IOException {
    LeveldbIndex index = new LeveldbIndex(factory, directory, incarnation);
    try {
      index.db = factory.open(directory.toFile(), options(false));
    } catch (RuntimeException e) { // Its Java port has many words for damage.
      throw new IOException(e.toString(), e);
    }
    return index;
  }

  private static Options options(boolean create) {
    return new Options()
        .createIfMissing(create)
        .paranoidChecks(true)
        .verifyChecksums(true)
        .compressionType(CompressionType.NONE);
  }

  private void distrust(String why) {
    LOG.warn("index {} is made anew from the segments: {}", directory, why);
  }

  private void create() throws IOException {
    if (Files.exists(directory)) {
      remove(directory);
    }
    db = factory.open(directory.toFile(), options(true));
    fresh = true;
  }

  /** Removes the files of one, and their directory. */
  static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public Optional<Kept> load() {
    try {
      return loaded();
    } catch (IOException | RuntimeException e) { // Its Java port has many words for damage.
      distrust(e.toString());
      return Optional.empty();
    }
  }

  /**
   * What it keeps, or nothing if it is new.
   *
   * @throws IOException if it can't be trusted; LevelDB also throws many a RuntimeException
   */
  Optional<Kept> loaded() throws IOException {
    Map<Integer, IdState> ids = new HashMap<>();
    IndexForm.Head head = null;
    long keys = 0;
    try (DBIterator all = open().iterator(CHECKED)) {
      for (all.seekToFirst(); all.hasNext(); keys++) {
        Map.Entry<byte[], byte[]> next = all.next();
        byte[] value = IndexForm.unsealed(next.getKey(), next.getValue());
        if (IndexForm.isHead(next.getKey())) {
          head = IndexForm.head(value);
          continue;
        }
        int checksum = IndexForm.checksum(next.getKey(), value);
        sum += checksum;
        if (IndexForm.isId(next.getKey())) {
          IdState id = IndexForm.id(next.getKey(), value);
          ids.put(id.number, id);
          stored.put(id.number, checksum);
        } else {
          indexed(ids, ByteBuffer.wrap(next.getKey(), 1, Integer.BYTES + Long.BYTES));
        }
      }
    }
    if (keys == 0) {
      return Optional.empty();
    }
    if (head == null || !head.incarnation().equals(incarnation)) {
      throw new IOException("it is not this store's");
    }
    if (head.ids() != ids.size() || head.ids() + head.runs() + 1 != keys || head.sum() != sum) {
      throw new IOException(
          "of its %d entries some are old, or others are missing".formatted(keys));
    }
    runs = head.runs();
    return Optional.of(new Kept(head.checkpoint(), ids.values()));
  }

  /** A persistence id's runs come behind it, in the order of their last sequence numbers. */
  private static void indexed(Map<Integer, IdState> ids, ByteBuffer run) throws IOException {
    int number = run.getInt();
    IdState id = ids.get(number);
    if (id == null) {
      throw new IOException("it has events of persistence id %d, which it lacks".formatted(number));
    }
    id.indexedTo = run.getLong();
  }

  @Override
  public void clear() throws IOException {
    stored.clear();
    runs = 0;
    sum = 0;
    if (!fresh) {
      discard();
      create();
    }
  }

  private void discard() {
    try {
      open().close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("index {} can't be closed before it is deleted: {}", directory, e.toString());
    }
  }

  @Override
  public void seal(Kept kept, Collection<Run> added, Collection<Run> removed) throws IOException {
    fresh = false;
    try (WriteBatch batch = open().createWriteBatch()) {
      for (Run run : removed) {
        byte[] key = IndexForm.key(run);
        sum -= IndexForm.checksum(key, IndexForm.value(run));
        batch.delete(key);
      }
      for (Run run : added) {
        sum += put(batch, IndexForm.key(run), IndexForm.value(run));
      }
      for (IdState id : kept.ids()) {
        int checksum = put(batch, IndexForm.key(id), IndexForm.value(id));
        Integer before = stored.put(id.number, checksum);
        sum += checksum - (before == null ? 0L : before);
      }
      runs += added.size() - removed.size();
      IndexForm.Head head =
          new IndexForm.Head(incarnation, kept.checkpoint(), stored.size(), runs, sum);
      int unusedChecksum = put(batch, IndexForm.headKey(), IndexForm.value(head));
      open().write(batch, SYNCED);
    } catch (RuntimeException e) {
      throw new IOException("the index %s can't be written (%s)".formatted(directory, e), e);
    }
  }

  /** Gives back the entry's checksum. */
  private static int put(WriteBatch batch, byte[] key, byte[] value) {
    int checksum = IndexForm.checksum(key, value);
    batch.put(key, IndexForm.sealed(value, checksum));
    return checksum;
  }

  @Override
  public @Nullable Run find(int number, long sequence) {
    byte[] key = IndexForm.key(number, sequence);
    lock.readLock().lock();
    try (DBIterator at = open().iterator(CHECKED)) {
      at.seek(key);
      if (!at.hasNext()) {
        return null;
      }
      Map.Entry<byte[], byte[]> next = at.next();
      return Arrays.equals(next.getKey(), 0, IndexForm.OWNER, key, 0, IndexForm.OWNER)
          ? IndexForm.run(
              number, ByteBuffer.wrap(IndexForm.unsealed(next.getKey(), next.getValue())))
          : null;
    } catch (StoreException closed) {
      throw closed;
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          StoreException.Kind.INDEX,
          "index %s can't be read (%s); stop the node, delete the index, start again: it is a cache"
              .formatted(directory, e),
          e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private DB open() {
    DB open = db;
    if (open == null) {
      throw new StoreException(
          StoreException.Kind.CLOSED, "index %s is closed".formatted(directory));
    }
    return open;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      DB open = db;
      db = null;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.FAILED, "index %s can't be closed (%s)".formatted(directory, e), e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
