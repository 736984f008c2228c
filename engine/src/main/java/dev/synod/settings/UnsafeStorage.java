package dev.synod.settings;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plugins that are known to forget what they have confirmed. An acceptor on such a journal may
 * break its promises after a restart (rule A3), a replica on such a snapshot store may lack the
 * state whose log is gone (rule G1), so whoever chose one is told.
 */
public final class UnsafeStorage {
  private static final String JOURNAL = "synod.acceptor.journal";
  private static final String SNAPSHOTS = "synod.replica.snapshot-store";

  private static final Map<String, String> JOURNALS =
      Map.of(
          "org.apache.pekko.persistence.journal.inmem.InmemJournal",
          "keeps everything in memory: after a restart the member knows nothing of its votes",
          "org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin",
          "keeps everything in memory: after a restart the member knows nothing of its votes",
          "org.apache.pekko.persistence.journal.leveldb.LeveldbJournal",
          "skips damaged events without a word, and goes on after a sync that failed",
          "org.apache.pekko.persistence.journal.leveldb.SharedLeveldbJournal",
          "skips damaged events without a word, and is one disk for all members");

  private static final Map<String, String> STORES =
      Map.of(
          "org.apache.pekko.persistence.snapshot.local.LocalSnapshotStore",
          "never syncs a snapshot, and loads an older one without a word if the newest is damaged",
          "org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin",
          "keeps everything in memory: after a restart the member lacks state whose log is gone");

  private UnsafeStorage() {}

  /** A line for each of the configured plugins with which something is known to be wrong. */
  public static List<String> warnings(Config root) {
    return Stream.of(
            warning(root, JOURNAL, JOURNALS)
                .map(
                    fault ->
                        fault
                            + "Use synod.persistence.leveldb.journal, or another journal that syncs"
                            + " before it confirms and refuses what is damaged"),
            warning(root, SNAPSHOTS, STORES)
                .map(
                    fault ->
                        fault
                            + "Use synod.persistence.leveldb.snapshot-store, or another store that"
                            + " syncs before it confirms and refuses what is damaged, or \"\" for"
                            + " none"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> warning(Config root, String key, Map<String, String> known) {
    String id = root.getString(key);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(known.get(root.getString(id + ".class")))
            .map(fault -> "%s = \"%s\" is unsafe for members: it %s. ".formatted(key, id, fault));
  }
}
