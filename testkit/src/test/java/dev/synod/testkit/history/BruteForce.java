package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries every order, straight from the definition: for a handful of operations, and as the judge of
 * the fast checker. Shares nothing with it.
 */
final class BruteForce<S, I, O> {

  private final Model<S, I, O> model;

  BruteForce(Model<S, I, O> model) {
    this.model = model;
  }

  boolean linearizable(List<Operation<I, O>> operations) {
    return linearizable(Map.of(), operations, Operation.NEVER - 1);
  }

  /**
   * Whether an order exists, from these states of parts, that has all operations which end by then;
   * later ones may stand in it or not.
   */
  boolean linearizable(Map<Object, S> states, List<Operation<I, O>> rest, long end) {
    if (rest.stream().noneMatch(one -> one.end() <= end)) {
      return true;
    }
    for (int i = 0; i < rest.size(); i++) {
      Operation<I, O> next = rest.get(i);
      if (rest.stream().anyMatch(other -> other.precedes(next))) {
        continue;
      }
      List<Operation<I, O>> others = new ArrayList<>(rest);
      others.remove(i);
      if (!next.isKnown() && linearizable(states, others, end)) {
        return true;
      }
      Object part = model.partition(next.input());
      S state = states.getOrDefault(part, model.initial());
      Optional<S> after =
          next.isKnown()
              ? model.apply(state, next.input(), next.output().orElseThrow())
              : Optional.of(model.applyUnknown(state, next.input()));
      if (after.isPresent()) {
        Map<Object, S> changed = new HashMap<>(states);
        changed.put(part, after.get());
        if (linearizable(changed, others, end)) {
          return true;
        }
      }
    }
    return false;
  }
}
