package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.fusesource.leveldbjni.JniDBFactory;
import org.iq80.leveldb.DBFactory;
import org.iq80.leveldb.impl.Iq80DBFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the index that the options name. */
final class Indexes {
  private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Indexes() {}

  static Index open(IndexEngine engine, Path directory, UUID incarnation) throws IOException {
    return switch (engine) {
      case MEMORY -> new MemoryIndex();
      case JAVA -> LeveldbIndex.open(Iq80DBFactory.factory, directory, incarnation);
      case NATIVE -> {
        NativeLibrary.require();
        yield LeveldbIndex.open(Native.factory(), directory, incarnation);
      }
      case AUTO -> LeveldbIndex.open(best(), directory, incarnation);
    };
  }

  /**
   * What may read an index here, the best first. The native library can't read each table that the
   * Java port writes, and an index does not say who wrote it.
   */
  static List<DBFactory> readers() {
    return Stream.of(best(), Iq80DBFactory.factory).distinct().toList();
  }

  private static DBFactory best() {
    try {
      NativeLibrary.require();
      return Native.factory();
    } catch (StoreException none) {
      if (TOLD.compareAndSet(false, true)) {
        LOG.info(
            "LevelDB has no native library for {} on {}; its Java port keeps the index",
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
      }
      return Iq80DBFactory.factory;
    }
  }

  /** A class of its own: it can be loaded only where there is a library. */
  private static final class Native {
    static DBFactory factory() {
      return JniDBFactory.factory;
    }
  }
}
