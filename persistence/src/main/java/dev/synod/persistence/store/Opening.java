package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.SortedSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a store: lock, identity, row, index, what the index does not know yet, tail. */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final Disk disk;
  private final StoreOptions options;
  private final Layout layout;
  private final Deque<Closeable> opened = new ArrayDeque<>();

  private Opening(Disk disk, StoreOptions options, Layout layout) {
    this.disk = disk;
    this.options = options;
    this.layout = layout;
  }

  /** What was opened; to be closed in this order when the writer has ended. */
  record Opened(Writer.Start start, Index index, Layout layout, Iterable<Closeable> closing) {}

  static Opened open(Disk disk, StoreOptions options) {
    Opening opening =
        new Opening(disk, options, new Layout(options.directory().toAbsolutePath().normalize()));
    try {
      return opening.run();
    } catch (IOException e) {
      StoreException line =
          StoreException.refused(
              "%s can't be opened by user %s (%s); see to its permissions and its disk"
                  .formatted(opening.layout.root(), System.getProperty("user.name"), e));
      line.initCause(e);
      throw opening.undone(line);
    } catch (RuntimeException e) {
      throw opening.undone(e);
    }
  }

  private RuntimeException undone(RuntimeException because) {
    for (Closeable each : opened) {
      try {
        each.close();
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }
    return because;
  }

  private Opened run() throws IOException {
    Format format = new Format(disk, layout, options);
    format.refuseLink();
    boolean lost = Files.exists(options.marker()) && Identity.read(disk, options.marker()).whole();
    if (!Files.exists(layout.journal())) {
      if (lost || !options.format()) {
        format.settle(); // Refuses: no directory is made for what is not there.
      }
      if (!Files.exists(layout.root())) {
        disk.createDirectory(layout.root());
        disk.syncDirectory(parent());
      }
      disk.createDirectory(layout.journal());
    }
    opened.push(DirectoryLock.hold(layout.journal().toRealPath()));
    Identity marked = format.settle();
    UUID incarnation = marked.incarnation();
    Survey survey = Survey.of(disk, layout, incarnation);
    Index index = Indexes.open(engine(), layout.index(), incarnation);
    opened.push(index);
    Ledger ledger = new Ledger(index);
    Pass.End end;
    try {
      end = read(incarnation, survey, index, ledger);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.INDEX) {
        throw e;
      }
      LOG.warn("{} The index is made anew from the segments.", e.getMessage());
      index.clear();
      ledger = new Ledger(index);
      end = read(incarnation, survey, index, ledger);
    }
    marked.mark().require(disk, layout, incarnation, survey, options.marker());
    Tape tape = Tape.at(disk, layout, incarnation, options.limits(), survey, end);
    opened.push(tape);
    for (long segment : survey.leftover()) {
      tape.drop(segment);
    }
    Marker marker = new Marker(disk, options.marker(), incarnation);
    return new Opened(new Writer.Start(ledger, tape, end, marker), index, layout, opened);
  }

  private Path parent() {
    return Objects.requireNonNullElse(layout.root().getParent(), layout.root());
  }

  /** Of a store on a full disk the index is kept in memory: it must be opened to be emptied. */
  private IndexEngine engine() throws IOException {
    long free = disk.free(layout.journal());
    if (options.engine() == IndexEngine.MEMORY || free >= Limits.INDEX_ROOM) {
      return options.engine();
    }
    LOG.warn(
        "{} has {} bytes left; the index needs {}, and is kept in memory until the next start",
        layout.root(),
        free,
        Limits.INDEX_ROOM);
    return IndexEngine.MEMORY;
  }

  private Pass.End read(UUID incarnation, Survey survey, Index index, Ledger ledger)
      throws IOException {
    SortedSet<Long> segments = survey.row();
    Chain chain = Chain.START;
    Index.Kept kept =
        index.load().filter(known -> fits(known.checkpoint(), incarnation, survey)).orElse(null);
    if (kept != null) {
      ledger.restore(kept, survey.row());
      chain = kept.checkpoint().chain();
      segments = survey.row().tailSet(kept.checkpoint().segment() + 1);
      if (segments.first() != kept.checkpoint().segment() + 1) {
        chain = new Chain(chain.checksum(), chain.counter(), false);
      }
    } else {
      index.clear();
      if (segments.first() != 1) {
        chain = new Chain(0, 0, false);
      }
    }
    return new Pass(disk, layout, incarnation, new Reading(ledger)).through(segments, chain);
  }

  private boolean fits(Checkpoint checkpoint, UUID incarnation, Survey survey) {
    try {
      return survey.fits(checkpoint, disk, layout, incarnation);
    } catch (IOException e) {
      StoreException line =
          StoreException.refused(
              "%s can't be read (%s)".formatted(layout.segment(checkpoint.segment()), e));
      line.initCause(e);
      throw line;
    }
  }

  /** Adds up what is read, as it was when it was written. */
  record Reading(Ledger ledger) implements Pass.Visitor {
    @Override
    public void segment(long number) {
      ledger.begin(number);
    }

    @Override
    public void entry(Place place, Frame frame, Entry entry) {
      ledger.apply(place.segment(), place.position(), entry);
      if (entry instanceof Entry.Sealed sealed) {
        if (sealed.next() != place.segment() + 1) {
          throw new IllegalArgumentException("it names %d as the next".formatted(sealed.next()));
        }
        try {
          ledger.seal(place.segment(), place.position(), Chain.after(frame));
        } catch (IOException e) {
          throw new StoreException(StoreException.Kind.INDEX, String.valueOf(e.getMessage()), e);
        }
      }
    }
  }
}
