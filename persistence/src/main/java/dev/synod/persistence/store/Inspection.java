package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a store that is closed and changes nothing, not even a file's time; a directory that
 * can only be read will do. For one thread.
 *
 * <p>Until it is closed no process can open the store, by a shared lock on its file {@code LOCK};
 * where that is missing, as in a copy without it, none is made and nothing keeps others out. Other
 * processes may inspect the store at the same time, this JVM only once.
 *
 * <p>It goes on behind damage as far as nothing must be guessed: of each file the first damage is
 * told. What the records say together is checked up to the first damage only.
 */
public final class Inspection implements Closeable {
  /** Is given events and where they lie. */
  public interface Visitor {
    /** One event; the bytes are overwritten after the call. */
    void event(Place place, long sequence, ByteBuffer bytes);
  }

  private final Disk disk = Disk.real();
  private final Layout layout;
  private final Path marker;
  private final @Nullable DirectoryLock lock;
  private final MemoryIndex index = new MemoryIndex();
  private final Ledger ledger = new Ledger(index);
  private final Census census = new Census();
  private final Map<String, Damage> damages = new LinkedHashMap<>();
  private @Nullable UUID incarnation;
  private Mark mark = Mark.NONE;
  private @Nullable Survey survey;
  private Pass.End end = new Pass.End(new Chain(0, 0, false), new Tail(0, 0), false);
  private SortedSet<Long> segments = new TreeSet<>();
  private long bytes;
  private long reached;
  private boolean trusting;

  private Inspection(Layout layout, Path marker) throws IOException {
    this.layout = layout;
    this.marker = marker;
    this.lock = DirectoryLock.lookIfThere(layout.journal());
  }

  /**
   * Reads the segments of a store.
   *
   * @param marker the file outside of the directory that says whose data belong there
   * @throws StoreException of kind {@link StoreException.Kind#REFUSED} if there is no store, a
   *     process holds it, or it can't be read by this user or this release; damage is not thrown
   */
  public static Inspection of(Path directory, Path marker) {
    Layout layout = new Layout(directory.toAbsolutePath().normalize());
    try {
      Inspection inspection = new Inspection(layout, marker.toAbsolutePath().normalize());
      try {
        inspection.read();
      } catch (IOException | RuntimeException e) {
        inspection.close();
        throw e;
      }
      return inspection;
    } catch (IOException e) {
      throw unreadable(layout.root(), e);
    }
  }

  /** All that is in a store with its marker beside it, and all that is wrong with it. */
  public static Report report(Path directory) {
    try (Inspection inspection = of(directory, StoreOptions.beside(directory))) {
      return inspection.report();
    }
  }

  private static StoreException unreadable(Path path, IOException e) {
    return new StoreException(
        StoreException.Kind.REFUSED,
        "%s can't be read by user %s (%s); see to its permissions and its disk"
            .formatted(path, System.getProperty("user.name"), e),
        e);
  }

  private void read() throws IOException {
    UUID known = identity();
    incarnation = known;
    if (known == null || !Files.isDirectory(layout.journal())) {
      return;
    }
    segments = layout.segments(disk);
    Pass pass = new Pass(disk, layout, known, new Reading());
    try {
      Survey seen = Survey.look(disk, layout, known);
      survey = seen;
      segments = seen.row();
      trusting = true;
      end = pass.through(segments, new Chain(0, 0, segments.first() == 1));
    } catch (StoreException e) {
      add(e);
      pass.each(segments);
    }
    if (trusting && survey != null) {
      mark.lacking(disk, layout, known, survey, marker)
          .ifPresent(line -> add(new Damage(marker.toString(), Damage.WHOLE, line)));
      census.holes(layout).forEach(this::add);
    }
  }

  /** The incarnation that FORMAT and marker agree on, or the one that can be read. */
  private @Nullable UUID identity() throws IOException {
    boolean there = Files.exists(layout.format());
    boolean marked = Files.exists(marker);
    if (!there && !marked && (!Files.exists(layout.journal()) || layout.segments(disk).isEmpty())) {
      throw StoreException.refused(
          "%s holds no store, and there is no marker %s; name the directory of a node"
              .formatted(layout.root(), marker));
    }
    Identity named = marked ? identity(marker) : null;
    if (named != null && !named.whole()) {
      throw StoreException.refused(
          "%s says that the store in %s was never finished: nothing is in it"
              .formatted(marker, layout.root()));
    }
    mark = named == null ? Mark.NONE : named.mark();
    Identity own = there ? identity(layout.format()) : null;
    if (!marked) {
      add(new Damage(marker.toString(), Damage.WHOLE, "the marker is missing"));
    }
    if (!there) {
      add(new Damage(layout.format().toString(), Damage.WHOLE, "it is missing"));
    }
    if (own != null && named != null && !own.incarnation().equals(named.incarnation())) {
      add(
          new Damage(
              marker.toString(),
              Damage.WHOLE,
              "it names incarnation %s, but %s holds %s"
                  .formatted(named.incarnation(), layout.root(), own.incarnation())));
    }
    return own != null ? own.incarnation() : named == null ? null : named.incarnation();
  }

  private @Nullable Identity identity(Path file) throws IOException {
    try {
      return Identity.read(disk, file);
    } catch (StoreException e) {
      add(e);
      return null;
    }
  }

  /** Only what is damage is collected: what this release can't read says nothing of the bytes. */
  private void add(StoreException e) {
    add(e.damage().orElseThrow(() -> e));
  }

  private void add(Damage damage) {
    damages.putIfAbsent(damage.file() + ":" + damage.position(), damage);
  }

  /** What was found; snapshots and index are read now. */
  public Report report() {
    OptionalLong indexed = OptionalLong.empty();
    long files = 0;
    try {
      UUID known = incarnation;
      Survey seen = survey;
      if (trusting && known != null && seen != null) {
        verifySnapshots(known);
        indexed = new IndexCheck(disk, layout, seen, known, ledger, index).run(this::add);
      }
      if (Files.isDirectory(layout.journal())) {
        for (long segment : layout.segments(disk)) {
          files += Files.size(layout.segment(segment));
        }
      }
    } catch (IOException e) {
      throw unreadable(layout.root(), e);
    }
    Report.Ending ending =
        new Report.Ending(
            end.closed(),
            survey == null || end.tail().end() == 0 ? 0 : survey.live(),
            end.tail().end(),
            Math.max(0, end.tail().dirt() - end.tail().end()));
    return new Report(
        layout.root(),
        Optional.ofNullable(incarnation),
        SegmentHeader.FORMAT,
        new Report.Extent(segments.size(), census.records(), bytes, files, indexed, ending),
        census.accounts(),
        new ArrayList<>(damages.values()));
  }

  private void verifySnapshots(UUID known) {
    for (IdState id : ledger.ids().toList()) {
      for (Entry.Snapshot snapshot : id.snapshots.values()) {
        try {
          read(known, id.name, snapshot);
        } catch (StoreException e) {
          if (e.kind() == StoreException.Kind.INTERRUPTED) {
            throw e;
          }
          Place place = id.manifests.getOrDefault(snapshot.id().sequence(), new Place(0, 0));
          add(
              e.damage()
                  .orElseGet(
                      () ->
                          new Damage(
                              layout.segment(place.segment()).toString(),
                              place.position(),
                              String.valueOf(e.getMessage()))));
        }
      }
    }
  }

  /** What stands of each persistence id in the segments that can be read, sorted by name. */
  public List<Report.Account> accounts() {
    return census.accounts();
  }

  /** The damages that were found so far: those of the snapshots and the index are in the report. */
  public List<Damage> damages() {
    return List.copyOf(damages.values());
  }

  /**
   * Events of a persistence id that are not deleted, in their order; in a damaged store those that
   * stand before the first damage.
   *
   * @throws StoreException if one can't be read
   */
  public void events(String id, Report.Stretch range, long most, Visitor visitor) {
    IdState state = ledger.find(id);
    UUID known = incarnation;
    if (state == null || known == null) {
      return;
    }
    new Replay(
            source(known),
            id,
            new Replay.Range(Math.max(range.first(), 1), range.last(), most),
            Replay.Known.of(state, reached, ledger),
            () -> CompletableFuture.completedFuture(state.deletedTo))
        .forEach(visitor::event);
  }

  /**
   * The bytes of a snapshot.
   *
   * @throws StoreException if they are not what was saved
   */
  public byte[] snapshot(String id, long sequence) {
    IdState state = ledger.find(id);
    Entry.Snapshot snapshot = state == null ? null : state.snapshots.get(sequence);
    UUID known = incarnation;
    if (snapshot == null || known == null) {
      throw StoreException.refused(
          "%s has no snapshot %d of '%s'".formatted(layout.root(), sequence, id));
    }
    return read(known, id, snapshot);
  }

  private byte[] read(UUID known, String id, Entry.Snapshot snapshot) {
    return new StoredSnapshot(
            source(known), id, snapshot, () -> CompletableFuture.completedFuture(true))
        .read();
  }

  private Replay.Source source(UUID known) {
    return new Replay.Source(disk, layout, known, index);
  }

  /** Lets go of the store; a second call does nothing. */
  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw unreadable(layout.journal(), e);
    }
  }

  private final class Reading implements Pass.Visitor {
    private final Pass.Visitor summing = new Opening.Reading(ledger);

    @Override
    public void segment(long number) {
      if (trusting) {
        summing.segment(number);
        reached = number;
      }
    }

    @Override
    public void entry(Place place, Frame frame, Entry entry) {
      census.add(place, frame, entry);
      if (trusting) {
        summing.entry(place, frame, entry);
      }
    }

    @Override
    public void end(long number, int position) {
      bytes += position;
    }

    @Override
    public void damaged(StoreException damage) {
      trusting = false;
      add(damage);
    }

    @Override
    public void unreadable(Path file, IOException cause) throws IOException {
      if (cause instanceof AccessDeniedException || cause instanceof ClosedByInterruptException) {
        throw cause;
      }
      trusting = false;
      add(new Damage(file.toString(), Damage.WHOLE, "it can't be read (%s)".formatted(cause)));
    }
  }
}
