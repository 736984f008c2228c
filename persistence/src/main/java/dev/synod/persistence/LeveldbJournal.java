package dev.synod.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;

/**
 * The journal plugin {@code synod.persistence.leveldb.journal}: for now Pekko's own LevelDB
 * journal, in the node's data directory.
 *
 * <p>It confirms a write when it is on the disk (rule A3). What Pekko's journal does not do, the
 * module's README lists. Errors at the start name the key, its value and what to do; Pekko logs
 * them.
 */
@SuppressWarnings("deprecation") // Until this module has its own journal there is no other.
public final class LeveldbJournal
    extends org.apache.pekko.persistence.journal.leveldb.LeveldbJournal {
  private static final String SECTION = "synod.persistence.leveldb";

  /** Pekko calls this with the plugin's section. */
  public LeveldbJournal(Config section) {
    super(section);
  }

  /**
   * The plugin's section with the directory in it. Taken from the whole configuration and not by
   * substitution, which would miss a directory that a user sets over an already resolved default.
   */
  @Override
  public Config prepareConfig() {
    return located(context().system().settings().config());
  }

  static Config located(Config root) {
    Config leveldb = root.getConfig(SECTION);
    String dir = leveldb.getString("dir");
    if (dir.isBlank()) {
      throw new IllegalArgumentException(
          SECTION + ".dir = \"\" must name this node's data directory");
    }
    boolean jni = leveldb.getBoolean("native");
    if (jni) {
      NativeLibrary.require();
    }
    return leveldb
        .getConfig("journal")
        .withValue(
            "dir",
            ConfigValueFactory.fromAnyRef(
                DataDirectory.prepare(Path.of(dir)).resolve("journal").toString()))
        .withValue("native", ConfigValueFactory.fromAnyRef(jni));
  }
}
