package dev.synod.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * The reads that need no more than a slot, which must be applied first.
 *
 * @param size how many those are
 */
record Awaited(TreePMap<Long, PVector<Waiting>> bySlot, int size) {
  static final Awaited NONE = new Awaited(TreePMap.empty(), 0);

  Awaited with(long slot, List<Waiting> reads) {
    PVector<Waiting> same = bySlot.getOrDefault(slot, TreePVector.empty());
    return reads.isEmpty()
        ? this
        : new Awaited(bySlot.plus(slot, same.plusAll(reads)), size + reads.size());
  }

  /** Those that wait for no more than this slot. */
  List<Waiting> reached(long through) {
    if (bySlot.isEmpty() || bySlot.firstKey() > through) {
      return List.of();
    }
    List<Waiting> reached = new ArrayList<>();
    bySlot.headMap(through, true).values().forEach(reached::addAll);
    return reached;
  }

  Awaited above(long through) {
    int reached = bySlot.headMap(through, true).values().stream().mapToInt(PVector::size).sum();
    return new Awaited(bySlot.tailMap(through, false), size - reached);
  }

  /** Those that were told their slot before this epoch. */
  List<Waiting> before(long epoch) {
    return all().stream().filter(read -> read.epoch() < epoch).toList();
  }

  Awaited since(long epoch) {
    return keeping(
        (slot, reads) ->
            TreePVector.from(reads.stream().filter(read -> read.epoch() >= epoch).toList()));
  }

  /** Without those whose deadline has passed, which are told to {@code late} with their slot. */
  Awaited patient(long now, BiConsumer<Long, Waiting> late) {
    return keeping(
        (slot, reads) -> {
          List<Waiting> expired = new ArrayList<>();
          PVector<Waiting> left = Inquiry.patient(reads, now, expired);
          expired.forEach(read -> late.accept(slot, read));
          return left;
        });
  }

  private Awaited keeping(BiFunction<Long, PVector<Waiting>, PVector<Waiting>> some) {
    TreePMap<Long, PVector<Waiting>> left = bySlot;
    int count = size;
    for (Map.Entry<Long, PVector<Waiting>> entry : bySlot.entrySet()) {
      PVector<Waiting> rest = some.apply(entry.getKey(), entry.getValue());
      if (rest.size() < entry.getValue().size()) {
        count -= entry.getValue().size() - rest.size();
        left = rest.isEmpty() ? left.minus(entry.getKey()) : left.plus(entry.getKey(), rest);
      }
    }
    return new Awaited(left, count);
  }

  /** The highest slot that a quorum has named and that is not applied here. */
  OptionalLong surveyed() {
    return bySlot.entrySet().stream()
        .filter(
            entry -> entry.getValue().stream().anyMatch(r -> r.ground() == Waiting.Ground.QUORUM))
        .mapToLong(Map.Entry::getKey)
        .max();
  }

  List<Waiting> all() {
    return reached(Long.MAX_VALUE);
  }
}
