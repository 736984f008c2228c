package dev.synod.testkit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What is durable on a simulated disk. What is deleted leaves nothing but its highest number. */
final class Platter {
  private final List<Stored> events = new ArrayList<>();
  private final List<Stored> snapshots = new ArrayList<>();
  private final Map<String, Long> deletedThrough = new TreeMap<>();

  void add(Stored event) {
    events.add(event);
  }

  /** In the order of their writes. */
  Stream<Stored> events(String persistenceId) {
    return events.stream().filter(event -> event.isOf(persistenceId));
  }

  void deleteEvents(String persistenceId, long through) {
    long highest = Math.min(through, highest(persistenceId));
    deletedThrough.merge(persistenceId, highest, Math::max);
    events.removeIf(event -> event.isOf(persistenceId) && event.sequenceNr() <= through);
  }

  /** The number of the last event, there or deleted; 0 before the first one. */
  long highest(String persistenceId) {
    return events(persistenceId)
        .mapToLong(Stored::sequenceNr)
        .reduce(deletedThrough.getOrDefault(persistenceId, 0L), Math::max);
  }

  /** In the place of one with the same number. */
  void put(String persistenceId, Stored snapshot) {
    deleteSnapshots(persistenceId, number -> number == snapshot.sequenceNr());
    snapshots.add(snapshot);
  }

  void deleteSnapshots(String persistenceId, LongPredicate numbers) {
    snapshots.removeIf(one -> one.isOf(persistenceId) && numbers.test(one.sequenceNr()));
  }

  /** Of those with such numbers the one with the highest. */
  Optional<Stored> newestSnapshot(String persistenceId, LongPredicate numbers) {
    return snapshots.stream()
        .filter(one -> one.isOf(persistenceId) && numbers.test(one.sequenceNr()))
        .max(Comparator.comparingLong(Stored::sequenceNr));
  }

  /** Flips a bit in an event or a snapshot, if there is one. */
  void rot(RandomGenerator dice) {
    int things = events.size() + snapshots.size();
    if (things > 0) {
      int victim = dice.nextInt(things);
      List<Stored> place = victim < events.size() ? events : snapshots;
      int at = victim < events.size() ? victim : victim - events.size();
      place.set(at, place.get(at).rotten(dice));
    }
  }

  Platter copy() {
    Platter copy = new Platter();
    copy.become(this);
    return copy;
  }

  void become(Platter other) {
    clear();
    events.addAll(other.events);
    snapshots.addAll(other.snapshots);
    deletedThrough.putAll(other.deletedThrough);
  }

  void clear() {
    events.clear();
    snapshots.clear();
    deletedThrough.clear();
  }
}
