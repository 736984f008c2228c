package dev.synod.testkit.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The events of one persistence id, by sequence number. For one thread at a time. */
final class Tape {
  private final NavigableMap<Long, StoredEvent> events = new TreeMap<>();
  private final TreeSet<Long> unsynced = new TreeSet<>();
  private final TreeSet<Long> damaged = new TreeSet<>();

  /** What is deleted, but would be back after a power failure. */
  private final NavigableMap<Long, StoredEvent> deleted = new TreeMap<>();

  private long deletedThrough;

  void append(List<StoredEvent> more) {
    for (StoredEvent event : more) {
      events.put(event.sequenceNr(), event);
      unsynced.add(event.sequenceNr());
    }
  }

  void sync(List<StoredEvent> written) {
    written.forEach(event -> unsynced.remove(event.sequenceNr()));
  }

  void loseUnsynced() {
    events.putAll(deleted);
    deleted.clear();
    events.keySet().removeAll(unsynced);
    damaged.removeAll(unsynced);
    unsynced.clear();
  }

  void delete(long through) {
    NavigableMap<Long, StoredEvent> doomed = events.headMap(through, true);
    deleted.putAll(doomed);
    doomed.clear();
  }

  void syncDeletion(long through) {
    NavigableMap<Long, StoredEvent> gone = deleted.headMap(through, true);
    deletedThrough = Math.max(deletedThrough, last(gone));
    gone.clear();
  }

  void damage(long sequenceNr) {
    if (!events.containsKey(sequenceNr)) {
      throw new IllegalArgumentException(
          "there is no event " + sequenceNr + " to damage; there are " + events.keySet());
    }
    damaged.add(sequenceNr);
  }

  int count() {
    return events.size();
  }

  long highest() {
    return Math.max(deletedThrough, Math.max(last(events), last(deleted)));
  }

  private static long last(NavigableMap<Long, StoredEvent> some) {
    return some.isEmpty() ? 0 : some.lastKey();
  }

  /** In order, up to the first that is damaged. */
  List<StoredEvent> read(long from, long to, long max) throws DamagedException {
    List<StoredEvent> sound = new ArrayList<>();
    if (from > to) {
      return sound;
    }
    for (StoredEvent event : events.subMap(from, true, to, true).values()) {
      if (sound.size() >= max) {
        break;
      }
      if (damaged.contains(event.sequenceNr())) {
        throw new DamagedException(sound, event);
      }
      sound.add(event);
    }
    return sound;
  }

  /** Tells what came before the damage. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<StoredEvent> before;

    DamagedException(List<StoredEvent> before, StoredEvent event) {
      super(
          "event %d of '%s' has another checksum than when it was written"
              .formatted(event.sequenceNr(), event.envelope().persistenceId()));
      this.before = List.copyOf(before);
    }

    List<StoredEvent> before() {
      return before;
    }
  }
}
