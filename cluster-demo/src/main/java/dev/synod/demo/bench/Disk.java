package dev.synod.demo.bench;

import dev.synod.demo.input.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.fusesource.leveldbjni.JniDBFactory;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteOptions;

/** What the disk gives to one thread that syncs each value by itself. */
final class Disk {
  private static final int PREPARED = 64 << 20;
  private static final int PIECE = 1 << 20;
  private static final int WARM_UP = 3;
  private static final int WRITE_BUFFER = 32 << 20;

  private final Path dir;
  private final int valueBytes;
  private final long nanos;

  /**
   * For values of this size.
   *
   * @param nanos of each measurement, after a third as many that are not counted
   */
  Disk(Path dir, int valueBytes, long nanos) {
    this.dir = dir;
    this.valueBytes = valueBytes;
    this.nanos = nanos;
  }

  /** Measures one after the other, and leaves nothing behind. */
  Figures measure() {
    try {
      return Figures.NONE.with(Figure.LEVELDB, leveldb()).with(Figure.FILE, file());
    } catch (IOException e) {
      throw new BadInput("the baseline can't write to " + dir + ": " + e, e);
    }
  }

  private interface Synced {
    void write(long number) throws IOException;
  }

  private double perSecond(Synced target) throws IOException {
    long number = repeat(target, 0, nanos / WARM_UP);
    long begin = System.nanoTime();
    long end = repeat(target, number, nanos);
    return (end - number) * 1e9 / (System.nanoTime() - begin);
  }

  private static long repeat(Synced target, long from, long nanos) throws IOException {
    long number = from;
    for (long begin = System.nanoTime(); System.nanoTime() - begin < nanos; number++) {
      target.write(number);
    }
    return number;
  }

  private double leveldb() throws IOException {
    Path place = dir.resolve("baseline-leveldb");
    Options options =
        new Options()
            .createIfMissing(true)
            .compressionType(CompressionType.NONE)
            .writeBufferSize(WRITE_BUFFER);
    WriteOptions sync = new WriteOptions().sync(true);
    byte[] value = new byte[valueBytes];
    try (DB db = JniDBFactory.factory.open(place.toFile(), options)) {
      return perSecond(
          number -> db.put(ByteBuffer.allocate(Long.BYTES).putLong(number).array(), value, sync));
    } finally {
      JniDBFactory.factory.destroy(place.toFile(), options);
    }
  }

  /** Over zeros that are there already: the file system has nothing to note down but the data. */
  private double file() throws IOException {
    Path place = dir.resolve("baseline-file");
    try (FileChannel file =
        FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
      for (long at = 0; at < PREPARED; at += PIECE) {
        file.write(zeros.clear(), at);
      }
      file.force(true);
      ByteBuffer value = ByteBuffer.allocateDirect(valueBytes);
      return perSecond(
          number -> {
            file.write(value.clear(), number * valueBytes % (PREPARED - valueBytes));
            file.force(false);
          });
    } finally {
      Files.deleteIfExists(place);
    }
  }
}
