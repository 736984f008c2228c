package dev.synod.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the segments say, added up entry by entry: the same way when they are read at the start as
 * when they are written. For one thread.
 */
final class Ledger {
  private final Index index;
  private final Map<String, IdState> byName = new HashMap<>();
  private final Map<Integer, IdState> byNumber = new HashMap<>();
  private final Set<IdState> changed = new HashSet<>();
  private final SortedMap<Long, Integer> holders = new TreeMap<>();
  private final Map<Long, Long> nameBytes = new HashMap<>();
  private final List<Run> stale = new ArrayList<>();
  private final Set<Long> sealed = new HashSet<>();
  private final Map<Long, Set<Long>> unfinished = new HashMap<>();
  private final OpenRuns open = new OpenRuns();
  private int lastNumber;
  private boolean released = true;

  Ledger(Index index) {
    this.index = index;
  }

  /** Begins where an index ends; of the segments that it knows only those in the row are left. */
  void restore(Index.Kept kept, SortedSet<Long> row) {
    holders.putAll(kept.checkpoint().holders());
    holders.keySet().retainAll(row);
    sealed.addAll(holders.keySet());
    for (IdState id : kept.ids()) {
      byName.put(id.name, id);
      byNumber.put(id.number, id);
      lastNumber = Math.max(lastNumber, id.number);
      settle(id, id.home, Frames.size(id.entry()));
    }
  }

  /** Counts where the bytes of names are that would have to be told again. */
  private void settle(IdState id, long home, int told) {
    nameBytes.merge(id.home, -(long) id.told, Long::sum);
    nameBytes.merge(home, (long) told, Long::sum);
    id.home = home;
    id.told = told;
  }

  @Nullable IdState find(String name) {
    return byName.get(name);
  }

  /** The persistence id of this name; a new one gets its number now, and its place when written. */
  IdState of(String name) {
    return byName.computeIfAbsent(name, any -> registered(new IdState(++lastNumber, name)));
  }

  IdState of(int number) {
    IdState id = byNumber.get(number);
    if (id == null) {
      throw new IllegalArgumentException("persistence id %d has no name".formatted(number));
    }
    return id;
  }

  Stream<IdState> ids() {
    return byNumber.values().stream().filter(id -> id.home > 0);
  }

  /** Runs in the segment that is being written. */
  List<Run> openRuns(int number, long segment) {
    return open.of(number, segment);
  }

  /** The segments that exist. */
  SortedSet<Long> row() {
    return new TreeSet<>(holders.keySet());
  }

  /** How many segments exist. */
  int segments() {
    return holders.size();
  }

  /** Begins a segment. */
  void begin(long segment) {
    holders.putIfAbsent(segment, 0);
  }

  /**
   * Adds what an entry says.
   *
   * @throws IllegalArgumentException if it can't follow what was said before
   */
  void apply(long segment, int position, Entry entry) {
    if (entry instanceof Entry.Event event) {
      stored(of(event.number()), event, position);
    } else if (entry instanceof Entry.Name name) {
      named(name, segment);
    } else if (entry instanceof Entry.Deleted deleted) {
      deleted(of(deleted.number()), deleted.through());
    } else if (entry instanceof Entry.Snapshot snapshot) {
      saved(of(snapshot.number()), snapshot, new Place(segment, position));
    } else if (entry instanceof Entry.Forgotten forgotten) {
      forget(of(forgotten.number()), forgotten.sequence());
    } else if (entry instanceof Entry.Row row) {
      matches(row, segment);
    } else if (entry instanceof Entry.Dropped dropped) {
      holders.remove(dropped.segment());
      nameBytes.remove(dropped.segment());
      sealed.remove(dropped.segment());
    }
  }

  private void stored(IdState id, Entry.Event event, int position) {
    if (event.before() != id.highest || event.gap() < 0) {
      throw new IllegalArgumentException(
          "event %d of '%s' follows event %d, but there is %d"
              .formatted(event.sequence(), id.name, event.before(), id.highest));
    }
    id.store(event.sequence());
    open.add(id.number, event.sequence(), position);
    changed.add(id);
  }

  private void named(Entry.Name name, long segment) {
    IdState id = byNumber.get(name.number());
    if (id == null) {
      id = registered(new IdState(name.number(), name.name()));
      byName.put(id.name, id);
      lastNumber = Math.max(lastNumber, id.number);
    }
    if (!id.name.equals(name.name())) {
      throw new IllegalArgumentException(
          "persistence id %d is %s and %s".formatted(id.number, id.name, name.name()));
    }
    id.highest = Math.max(id.highest, name.highest());
    settle(id, segment, Frames.size(name));
    changed.add(id);
    // What took these away may have stood in a segment that is dropped.
    deleted(id, name.deletedTo());
    List<Long> gone = new ArrayList<>(id.snapshots.keySet());
    gone.removeAll(name.snapshots());
    for (long sequence : gone) {
      forget(id, sequence);
    }
  }

  private IdState registered(IdState id) {
    byNumber.put(id.number, id);
    return id;
  }

  private void deleted(IdState id, long through) {
    if (through <= id.deletedTo) {
      return;
    }
    long next = id.deletedTo + 1;
    id.deletedTo = through;
    changed.add(id);
    while (next <= Math.min(through, id.indexedTo)) {
      Run run = index.find(id.number, next);
      if (run == null || run.last() > through) {
        return;
      }
      stale.add(run);
      release(run.segment());
      next = run.last() + 1;
    }
  }

  private void saved(IdState id, Entry.Snapshot snapshot, Place place) {
    long sequence = snapshot.id().sequence();
    forget(id, sequence);
    id.snapshots.put(sequence, snapshot);
    id.manifests.put(sequence, place);
    needed(snapshot, place).forEach(this::hold);
  }

  private void forget(IdState id, long sequence) {
    Entry.Snapshot old = id.snapshots.remove(sequence);
    Place place = id.manifests.remove(sequence);
    if (old != null && place != null) {
      needed(old, place).forEach(this::release);
    }
    changed.add(id);
  }

  private static Set<Long> needed(Entry.Snapshot snapshot, Place place) {
    Set<Long> segments = new HashSet<>();
    segments.add(place.segment());
    snapshot.chunks().forEach(chunk -> segments.add(chunk.segment()));
    return segments;
  }

  /** Segments that were dropped since are not held: what needed them is deleted further on. */
  private void hold(long segment) {
    holders.computeIfPresent(segment, (any, count) -> count + 1);
  }

  private void release(long segment) {
    holders.computeIfPresent(segment, (any, count) -> count - 1);
    released = true;
  }

  private void matches(Entry.Row row, long segment) {
    SortedSet<Long> said = row.segments();
    if (!said.containsAll(row())) {
      throw new IllegalArgumentException(
          "segment %d names the row %s, but there are %s".formatted(segment, said, row()));
    }
  }

  /** A segment is full: its runs go into the index, with all that is known at its end. */
  void seal(long segment, int end, Chain chain) throws IOException {
    List<Run> added =
        open.all(segment).stream().filter(run -> run.last() > of(run.number()).deletedTo).toList();
    for (Run run : added) {
      hold(segment);
      of(run.number()).indexedTo = run.last();
    }
    sealed.add(segment);
    released = true;
    Checkpoint checkpoint = new Checkpoint(segment, end, chain, new TreeMap<>(holders));
    List<IdState> ids = changed.stream().filter(id -> id.home > 0).toList();
    index.seal(new Index.Kept(checkpoint, ids), added, stale);
    stale.clear();
    changed.clear();
    open.clear();
  }

  /** A chunk of a snapshot that is still being written keeps its segment. */
  void keep(long snapshot, long segment) {
    unfinished.computeIfAbsent(snapshot, any -> new HashSet<>()).add(segment);
  }

  /** The snapshot is written, or never will be. */
  void letGo(long snapshot) {
    if (unfinished.remove(snapshot) != null) {
      released = true;
    }
  }

  /**
   * Full segments that nothing needs any more, those first of which the least must be told again.
   *
   * @param most how many bytes of names may have to be told again: where it is most of a segment,
   *     they would be told again and again, and no room be made
   */
  List<Long> unneeded(long most) {
    if (!released) {
      return List.of();
    }
    released = false;
    return holders.entrySet().stream()
        .filter(each -> each.getValue() <= 0 && sealed.contains(each.getKey()))
        .map(Map.Entry::getKey)
        .filter(segment -> unfinished.values().stream().noneMatch(set -> set.contains(segment)))
        .filter(segment -> names(segment) <= most)
        .sorted(Comparator.comparingLong(this::names))
        .toList();
  }

  private long names(long segment) {
    return nameBytes.getOrDefault(segment, 0L);
  }
}
