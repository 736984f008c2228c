package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Reads all of a store that is closed, without changing it: every record in its order, and then
 * every snapshot against its hash.
 *
 * <p>What is damaged ends it with a {@link StoreException} that names file, byte and kind. The
 * index is not looked at: nothing rests on it.
 */
public final class Walk {
  /** Is told of each record. */
  public interface Visitor {
    /**
     * One record; its bytes are overwritten after the call.
     *
     * @param counter the running number of the record in this store
     * @param id the persistence id that it is about; empty if it is about none
     */
    void record(Place place, long counter, String id, Entry entry);
  }

  /**
   * What there is of one persistence id.
   *
   * @param events records of events that were read, those included that are deleted but still lie
   *     in a segment that is needed
   */
  public record Id(String name, long highest, long deletedTo, long events, int snapshots) {}

  /**
   * What there is in a store.
   *
   * @param closed whether it was closed in good order
   * @param tornBytes how long the batch is that a crash cut off; nobody was told that it was stored
   */
  public record Summary(
      UUID incarnation,
      SortedSet<Long> segments,
      List<Id> ids,
      long records,
      boolean closed,
      int tornBytes) {}

  private final Disk disk;
  private final Layout layout;
  private final UUID incarnation;
  private final MemoryIndex index = new MemoryIndex();
  private final Ledger ledger = new Ledger(index);
  private final Map<Integer, Long> events = new TreeMap<>();
  private long records;

  private Walk(Disk disk, Layout layout, UUID incarnation) {
    this.disk = disk;
    this.layout = layout;
    this.incarnation = incarnation;
  }

  /**
   * Walks through the store of these options.
   *
   * @throws StoreException if it is not there, held by a process, or damaged
   */
  public static Summary through(StoreOptions options, Visitor visitor) {
    Layout layout = new Layout(options.directory().toAbsolutePath().normalize());
    try (DirectoryLock lock = DirectoryLock.lookIfThere(layout.journal())) {
      Identity marked = new Format(Disk.real(), layout, options.neverFormat()).settle();
      return new Walk(Disk.real(), layout, marked.incarnation())
          .run(visitor, marked.mark(), options.marker());
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          "%s can't be read (%s); name a store's directory, or check the disk"
              .formatted(layout.root(), e),
          e);
    }
  }

  private Summary run(Visitor visitor, Mark mark, Path marker) throws IOException {
    Survey survey = Survey.of(disk, layout, incarnation);
    Chain before = new Chain(0, 0, survey.row().first() == 1);
    Pass.End end =
        new Pass(disk, layout, incarnation, new Reading(visitor)).through(survey.row(), before);
    mark.require(disk, layout, incarnation, survey, marker);
    Replay.Source source = new Replay.Source(disk, layout, incarnation, index);
    ledger
        .ids()
        .forEach(
            id ->
                id.snapshots
                    .values()
                    .forEach(snapshot -> new StoredSnapshot(source, id.name, snapshot).read()));
    return new Summary(
        incarnation,
        survey.row(),
        ledger.ids().map(this::summary).toList(),
        records,
        end.closed(),
        end.tail().dirt() - end.tail().end());
  }

  private Id summary(IdState id) {
    return new Id(
        id.name, id.highest, id.deletedTo, events.getOrDefault(id.number, 0L), id.snapshots.size());
  }

  private final class Reading implements Pass.Visitor {
    private final Visitor visitor;
    private final Pass.Visitor summing = new Opening.Reading(ledger);

    Reading(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void segment(long number) {
      summing.segment(number);
    }

    @Override
    public void entry(Place place, Frame frame, Entry entry) {
      summing.entry(place, frame, entry);
      records++;
      int number = entry instanceof Entry.Name name ? name.number() : Entry.numberOf(entry);
      if (entry instanceof Entry.Event) {
        events.merge(number, 1L, Long::sum);
      }
      visitor.record(place, frame.counter(), number == 0 ? "" : ledger.of(number).name, entry);
    }
  }
}
