package dev.synod.testkit.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The faults to come of one persistence id or of {@link #ALL}, in order. For one thread at a time.
 *
 * @param <F> the kinds of fault
 */
final class Plans<F> {
  /** The scope of faults that meet whoever comes next. */
  static final String ALL = "";

  private final Map<String, Deque<F>> faults = new HashMap<>();

  void add(String scope, F fault) {
    faults.computeIfAbsent(scope, unused -> new ArrayDeque<>()).add(fault);
  }

  /** What happens to this id now; its own faults come before those of all. */
  Optional<F> next(String id) {
    return poll(id).or(() -> poll(ALL));
  }

  private Optional<F> poll(String scope) {
    return Optional.ofNullable(faults.get(scope)).map(Deque::poll);
  }
}
