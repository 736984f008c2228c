package dev.synod.persistence.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.fusesource.leveldbjni.JniDBFactory;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;

/**
 * All events in LevelDB: a value each, in the order in which they come, one synced write a batch.
 */
final class LeveldbAlone extends Syncs {
  private static final WriteOptions SYNC = new WriteOptions().sync(true);

  private final DB db;
  private long number;

  LeveldbAlone(Path dir) throws IOException {
    db =
        JniDBFactory.factory.open(
            dir.resolve("leveldb").toFile(),
            new Options()
                .createIfMissing(true)
                .compressionType(CompressionType.NONE)
                .writeBufferSize(32 << 20));
  }

  @Override
  void write(byte[] event, int times) throws IOException {
    try (WriteBatch batch = db.createWriteBatch()) {
      for (int i = 0; i < times; i++) {
        batch.put(ByteBuffer.allocate(Long.BYTES).putLong(++number).array(), event);
      }
      db.write(batch, SYNC);
    }
  }

  @Override
  public void close() throws IOException {
    db.close();
  }
}
