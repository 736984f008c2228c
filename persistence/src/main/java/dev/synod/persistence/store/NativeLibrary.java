package dev.synod.persistence.store;

import org.fusesource.leveldbjni.JniDBFactory;

/** LevelDB's native library, which not every platform has. */
final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Loads it, which happens once per JVM.
   *
   * @throws StoreException with one line that names the platform and the key to set
   */
  static void require() {
    try {
      Class.forName(JniDBFactory.class.getName());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          ("synod.persistence.leveldb.native = on, but LevelDB has no native library for %s on %s"
                  + " that loads from %s (%s); set it to auto or off")
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  System.getProperty("java.io.tmpdir"),
                  e.getClass().getSimpleName()),
          e);
    }
  }
}
