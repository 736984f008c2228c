package dev.synod.persistence.store;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** An index that is forgotten when the store closes; for stores that are read once. */
final class MemoryIndex implements Index {
  private final Map<Integer, NavigableMap<Long, Run>> runs = new ConcurrentHashMap<>();

  @Override
  public Optional<Kept> load() {
    return Optional.empty();
  }

  @Override
  public void seal(Kept kept, Collection<Run> added, Collection<Run> removed) {
    removed.forEach(run -> of(run.number()).remove(run.first()));
    added.forEach(run -> of(run.number()).put(run.first(), run));
  }

  @Override
  public void clear() {
    runs.clear();
  }

  @Override
  public @Nullable Run find(int number, long sequence) {
    NavigableMap<Long, Run> own = of(number);
    Map.Entry<Long, Run> floor = own.floorEntry(sequence);
    if (floor != null && floor.getValue().last() >= sequence) {
      return floor.getValue();
    }
    Map.Entry<Long, Run> higher = own.higherEntry(sequence);
    return higher == null ? null : higher.getValue();
  }

  private NavigableMap<Long, Run> of(int number) {
    return runs.computeIfAbsent(number, any -> new ConcurrentSkipListMap<>());
  }

  @Override
  public void close() {}
}
