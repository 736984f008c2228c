package dev.synod.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All configurations at one layer, with those that still have to be followed. */
final class Front<S> {

  private record Entry<S>(Configuration<S> configuration, int from) {}

  final int layer;

  private final Seen<S> seen;
  private final List<Entry<S>> entries = new ArrayList<>();

  // Those that used the fewest unknown operations are followed first: they outdo the others.
  private final TreeMap<Integer, Deque<Configuration<S>>> waiting = new TreeMap<>();

  Front(int layer, Work work) {
    this.layer = layer;
    this.seen = new Seen<>(work);
  }

  /** Takes one that comes from a layer before. */
  void enter(Configuration<S> configuration, int from) {
    if (admit(configuration)) {
      entries.add(new Entry<>(configuration, from));
    }
  }

  /** Takes one, unless one as good was taken before. */
  boolean admit(Configuration<S> configuration) {
    boolean admitted = seen.admit(configuration);
    if (admitted) {
      waiting
          .computeIfAbsent(configuration.usedCount, count -> new ArrayDeque<>())
          .add(configuration);
    }
    return admitted;
  }

  /** The next to follow; null if there is none. */
  @Nullable Configuration<S> next() {
    while (!waiting.isEmpty()) {
      Deque<Configuration<S>> least = waiting.firstEntry().getValue();
      Configuration<S> next = least.poll();
      if (next == null) {
        waiting.pollFirstEntry();
      } else if (!seen.outdone(next)) {
        return next;
      }
    }
    return null;
  }

  List<Configuration<S>> all() {
    return seen.held();
  }

  /** Those that came here from a layer below the given one. */
  List<Configuration<S>> enteredFromBelow(int cut) {
    return entries.stream()
        .filter(entry -> entry.from() < cut && !seen.outdone(entry.configuration()))
        .map(Entry::configuration)
        .toList();
  }
}
