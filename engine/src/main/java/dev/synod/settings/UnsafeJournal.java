package dev.synod.settings;

import com.typesafe.config.Config;
import java.util.Map;
import java.util.Optional;

/**
 * Journals that are known to forget what they have confirmed. An acceptor on one of them may break
 * its promises after a restart (rule A3), so whoever chose it is told.
 */
public final class UnsafeJournal {
  private static final String KEY = "synod.acceptor.journal";

  private static final Map<String, String> KNOWN =
      Map.of(
          "org.apache.pekko.persistence.journal.inmem.InmemJournal",
          "keeps everything in memory: after a restart the member knows nothing of its votes",
          "org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin",
          "keeps everything in memory: after a restart the member knows nothing of its votes",
          "org.apache.pekko.persistence.journal.leveldb.LeveldbJournal",
          "skips damaged events without a word, and goes on after a sync that failed",
          "org.apache.pekko.persistence.journal.leveldb.SharedLeveldbJournal",
          "skips damaged events without a word, and is one disk for all members");

  private UnsafeJournal() {}

  /** In one line, what is wrong with the configured journal, if that is known. */
  public static Optional<String> warning(Config root) {
    String id = root.getString(KEY);
    String plugin = root.getString(id + ".class");
    return Optional.ofNullable(KNOWN.get(plugin))
        .map(
            fault ->
                ("%s = \"%s\" is unsafe for acceptors: it %s. Use synod.persistence.leveldb.journal, or"
                        + " another journal that syncs before it confirms and refuses what is damaged")
                    .formatted(KEY, id, fault));
  }
}
