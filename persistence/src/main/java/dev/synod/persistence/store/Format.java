package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Decides whether a directory is the store that belongs there, or makes it (rule D1).
 *
 * <p>A marker without its data, data without their marker, or a marker of other data are refused: a
 * disk that is not mounted, a copy, a mix-up. Only where there is neither is a store made; a marker
 * says that it is being made until it is, so a crash meanwhile leaves nothing to mend.
 */
record Format(Disk disk, Layout layout, StoreOptions options) {
  /** What a directory may hold that has no store yet. */
  private static final Set<String> NOTHING = Set.of(DirectoryLock.FILE, "lost+found");

  private static final String KEYS =
      "synod.persistence.leveldb.dir and synod.persistence.leveldb.marker";

  /** A link would be replaced when the marker is written, and its target left behind. */
  void refuseLink() {
    if (Files.isSymbolicLink(options.marker())) {
      throw StoreException.refused(
          "the marker %s is a symbolic link; name the file itself in synod.persistence.leveldb.marker"
              .formatted(options.marker()));
    }
  }

  /** What the marker says of the store that is there now. */
  Identity settle() throws IOException {
    boolean marked = Files.exists(options.marker());
    boolean there = Files.exists(layout.format());
    if (!marked && !there) {
      refuseForeign();
      return make();
    }
    if (!marked) {
      throw StoreException.refused(
          "%s holds a store, but its marker %s is missing: a copy, or a mistake in %s; restore the marker, or name the right directory"
              .formatted(layout.root(), options.marker(), KEYS));
    }
    Identity marker = Identity.read(disk, options.marker());
    if (!marker.whole()) {
      return again(marker, there);
    }
    if (!there) {
      throw StoreException.refused(
          "%s says that incarnation %s is in %s, but %s is missing: mount its disk, or see to %s; if the data are lost, remove the marker and replace the member"
              .formatted(
                  options.marker(), marker.incarnation(), layout.root(), layout.format(), KEYS));
    }
    Identity store = Identity.read(disk, layout.format());
    if (!store.incarnation().equals(marker.incarnation())) {
      throw StoreException.refused(
          "%s holds incarnation %s, but %s names %s: another node's data, or an old copy; see to %s"
              .formatted(
                  layout.root(),
                  store.incarnation(),
                  options.marker(),
                  marker.incarnation(),
                  KEYS));
    }
    return marker;
  }

  private void refuseForeign() throws IOException {
    for (Path directory : List.of(layout.root(), layout.journal())) {
      if (!Files.exists(directory)) {
        continue;
      }
      for (Path file : disk.list(directory)) {
        if (!NOTHING.contains(String.valueOf(file.getFileName()))
            && !(file.equals(layout.journal()) && Files.isDirectory(file))) {
          throw StoreException.refused(
              "%s has no store but holds %s; move that away, or name another directory in synod.persistence.leveldb.dir"
                  .formatted(layout.root(), file));
        }
      }
    }
  }

  /** A store whose making was not finished: nothing can have been confirmed from it. */
  private Identity again(Identity marker, boolean there) throws IOException {
    if (there && !Identity.read(disk, layout.format()).incarnation().equals(marker.incarnation())) {
      throw StoreException.refused(
          "%s is the marker of a store that was never finished, but %s holds another; see to %s"
              .formatted(options.marker(), layout.root(), KEYS));
    }
    if (there) { // It was made, and only its marker was not brought up to date, or is an old one.
      Identity whole = new Identity(marker.incarnation(), true, Mark.NONE);
      whole.write(disk, options.marker());
      return whole;
    }
    requireLeave();
    requireUnused();
    if (Files.exists(layout.journal())) {
      for (Path file : disk.list(layout.journal())) {
        if (!NOTHING.contains(String.valueOf(file.getFileName()))) {
          disk.delete(file);
        }
      }
    }
    return make();
  }

  /** Without FORMAT there can be the first segment, of which nothing is used yet. */
  private void requireUnused() throws IOException {
    if (!Files.exists(layout.journal())) {
      return;
    }
    for (long segment : layout.segments(disk)) {
      ByteBuffer first = ByteBuffer.allocate(1);
      try (Disk.File file = disk.read(layout.segment(segment))) {
        file.read(first, SegmentHeader.SIZE);
      }
      if (segment > 1 || first.get(0) != 0) {
        throw StoreException.refused(
            "%s says that its store was never finished, but there is something in %s: an old marker, and %s is missing; see to %s"
                .formatted(options.marker(), layout.segment(segment), layout.format(), KEYS));
      }
    }
  }

  private void requireLeave() {
    if (!options.format()) {
      throw StoreException.refused(
          "%s holds no store, and synod.persistence.leveldb.format = never: name the directory that does, or set it to if-absent once"
              .formatted(layout.root()));
    }
  }

  private Identity make() throws IOException {
    requireLeave();
    long free = disk.free(layout.root());
    Limits limits = options.limits();
    if (free < limits.room()) {
      throw new StoreException(StoreException.Kind.FULL, limits.lacking(layout.root(), free));
    }
    UUID incarnation = UUID.randomUUID();
    new Identity(incarnation, false, Mark.NONE).write(disk, options.marker());
    if (!Files.exists(layout.journal())) {
      disk.createDirectory(layout.journal());
    }
    Tape.make(disk, layout, new SegmentHeader(incarnation, 1, limits.segmentBytes()));
    Identity whole = new Identity(incarnation, true, Mark.NONE);
    whole.write(disk, layout.format());
    disk.syncDirectory(layout.root());
    whole.write(disk, options.marker());
    return whole;
  }
}
