package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.iq80.leveldb.DBFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares the index on the disk with one that was just made from the segments. LevelDB can't open
 * a database without writing in it, so a copy is read, in the JVM's temporary directory.
 *
 * @param ledger all that the segments say
 * @param made what was made from them
 */
record IndexCheck(
    Disk disk, Layout layout, Survey survey, UUID incarnation, Ledger ledger, MemoryIndex made) {

  /** Through which segment the index is complete; empty if there is none. */
  OptionalLong run(Consumer<Damage> found) throws IOException {
    if (!Files.isDirectory(layout.index()) || disk.list(layout.index()).isEmpty()) {
      return OptionalLong.empty();
    }
    List<String> unread = new ArrayList<>();
    for (DBFactory reader : Indexes.readers()) {
      Path copy = temporary();
      try {
        copyTo(copy);
        try (LeveldbIndex index = LeveldbIndex.existing(reader, copy, incarnation)) {
          return compare(index, found);
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
          // LevelDB has many words for damage; the Java port fails so where it may not map files.
          unread.add(String.valueOf(e.getMessage()));
        }
      } finally {
        LeveldbIndex.remove(copy);
      }
    }
    found.accept(damage("it can't be read (%s)".formatted(String.join("; ", unread))));
    return OptionalLong.empty();
  }

  private Path temporary() {
    try {
      return Files.createTempDirectory("synod-index-");
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          "the index %s can't be copied to java.io.tmpdir = %s (%s), where it would be read; name another with -Djava.io.tmpdir"
              .formatted(layout.index(), System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }

  private void copyTo(Path copy) throws IOException {
    for (Path file : disk.list(layout.index())) {
      if (Files.isRegularFile(file)) {
        Files.copy(file, copy.resolve(Objects.requireNonNull(file.getFileName()).toString()));
      }
    }
  }

  private OptionalLong compare(LeveldbIndex index, Consumer<Damage> found) throws IOException {
    Index.@Nullable Kept kept = index.loaded().orElse(null);
    if (kept == null) {
      return OptionalLong.of(0);
    }
    if (!survey.fits(kept.checkpoint(), disk, layout, incarnation)) {
      found.accept(damage("it is not of these segments"));
      return OptionalLong.empty();
    }
    String trouble = differs(kept);
    for (IdState id : ledger.ids().toList()) {
      trouble = trouble.isEmpty() ? differs(index, id, kept.checkpoint().segment()) : trouble;
    }
    if (!trouble.isEmpty()) {
      found.accept(damage(trouble));
    }
    return OptionalLong.of(kept.checkpoint().segment());
  }

  private Damage damage(String what) {
    return new Damage(
        layout.index().toString(),
        Damage.WHOLE,
        what + "; nothing is lost: delete it, it is made anew at the next start");
  }

  /** What it says of persistence ids. */
  private String differs(Index.Kept kept) {
    Set<String> known = new HashSet<>();
    for (IdState old : kept.ids()) {
      known.add(old.name);
      IdState id = ledger.find(old.name);
      if (id == null || id.number != old.number) {
        return "it knows '%s', the segments don't".formatted(old.name);
      }
      boolean unchanged = id.home <= kept.checkpoint().segment();
      if (old.highest > id.highest
          || old.deletedTo > id.deletedTo
          || (unchanged && !same(old, id))) {
        return "its '%s' has events to %d, through %d deleted; the segments to %d, through %d"
            .formatted(id.name, old.highest, old.deletedTo, id.highest, id.deletedTo);
      }
    }
    List<String> lacking =
        ledger
            .ids()
            .filter(id -> id.home <= kept.checkpoint().segment() && !known.contains(id.name))
            .map(id -> id.name)
            .toList();
    return lacking.isEmpty() ? "" : "it lacks '%s'".formatted(lacking.get(0));
  }

  private static boolean same(IdState old, IdState id) {
    return old.highest == id.highest
        && old.deletedTo == id.deletedTo
        && old.snapshots.keySet().equals(id.snapshots.keySet());
  }

  /** Where it says that events are which are not deleted. */
  private String differs(LeveldbIndex index, IdState id, long through) {
    Run right = until(made.find(id.number, id.deletedTo + 1), through);
    Run said = index.find(id.number, id.deletedTo + 1);
    while (right != null && said != null && right.same(said)) {
      long next = right.last() + 1;
      right = until(made.find(id.number, next), through);
      said = index.find(id.number, next);
    }
    return right == null && said == null
        ? ""
        : "it has %s of '%s' where the segments have %s"
            .formatted(text(said), id.name, text(right));
  }

  /** What is in later segments an index that is behind does not know yet. */
  private static @Nullable Run until(@Nullable Run run, long through) {
    return run == null || run.segment() > through ? null : run;
  }

  private static String text(@Nullable Run run) {
    return run == null
        ? "no event"
        : "event %d at byte %d of segment %d"
            .formatted(run.first(), run.position(run.first()), run.segment());
  }
}
