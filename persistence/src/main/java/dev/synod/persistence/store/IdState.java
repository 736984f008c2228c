package dev.synod.persistence.store;

import java.util.List;
import java.util.TreeMap;

/** What is known of one persistence id, apart from where its events are. */
final class IdState {
  final int number;
  final String name;
  long highest;
  long deletedTo;

  /** Through which sequence number events were rejected since; not durable, and need not be. */
  long rejectedTo;

  /** The last segment that names it; 0 if none does yet. */
  long home;

  /** Bytes of the frame in which it names it. */
  int told;

  /**
   * The highest sequence number in a run of the index; 0 if it never had one. Behind it nothing is
   * searched for: LevelDB would pass over all that was deleted of the persistence ids that follow.
   */
  long indexedTo;

  /** By the sequence number that they cover. */
  final TreeMap<Long, Entry.Snapshot> snapshots = new TreeMap<>();

  /** Where each snapshot's own frame is, by the same key. */
  final TreeMap<Long, Place> manifests = new TreeMap<>();

  IdState(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /** The highest event is this one; what was rejected behind it may be passed over no longer. */
  void store(long sequence) {
    highest = sequence;
    if (sequence <= rejectedTo) {
      rejectedTo = 0;
    }
  }

  /** The sequence number that the next event's may not exceed by more than one. */
  long reached() {
    return Math.max(Math.max(highest, rejectedTo), covered());
  }

  /** Events that follow what is stored are not stored: the next one may come after them. */
  void reject(long first, long last) {
    if (first > highest && first <= reached() + 1) {
      rejectedTo = Math.max(rejectedTo, last);
    }
  }

  Entry.Name entry() {
    return new Entry.Name(number, highest, deletedTo, List.copyOf(snapshots.keySet()), name);
  }

  /** The highest sequence number that a snapshot covers; 0 if there is none. */
  long covered() {
    return snapshots.isEmpty() ? 0 : snapshots.lastKey();
  }
}
