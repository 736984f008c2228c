package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which unknown operations can stand in for each other, so that it is enough to try one.
 *
 * <p>Equal inputs always can. If the model says of every operation in which states it is possible
 * and which state it leaves, then two states that no operation mentions, neither as the only one
 * nor as the exception, cannot be told apart by anything that happens; so writes of values that
 * nobody ever saw or expected are alike too. Most unknown writes that never took effect are of this
 * sort.
 */
final class Alike<S, I, O> {

  private record Effect<S>(Precondition<S> precondition, Optional<S> leaves) {}

  private final Layers<S, I, O> layers;
  private final List<Integer> unknown;

  // Asked only, never walked.
  private final Set<S> mentioned = new HashSet<>();

  /** Whether the model says all that is needed to tell which states are alike. */
  private boolean clear = true;

  Alike(Layers<S, I, O> layers, List<Integer> unknown) {
    this.layers = layers;
    this.unknown = unknown;
    for (int layer = 0; layer < layers.size(); layer++) {
      clear &= layers.readOnly(layer) || layers.leaves(layer).isPresent();
      note(layers.precondition(layer));
    }
    for (int index : unknown) {
      Operation<I, O> one = layers.operations.get(index);
      clear &= layers.model.leaves(one.input()).isPresent();
      note(layers.model.precondition(one.input(), one.output()));
    }
  }

  private void note(Precondition<S> precondition) {
    clear &= precondition.isClear();
    precondition.only().ifPresent(mentioned::add);
    precondition.except().ifPresent(mentioned::add);
  }

  /** The unknown operations, as given, gathered by kind. */
  Collection<List<Integer>> kinds() {
    Map<Object, List<Integer>> kinds = new LinkedHashMap<>();
    for (int index : unknown) {
      kinds.computeIfAbsent(kind(layers.operations.get(index)), k -> new ArrayList<>()).add(index);
    }
    return kinds.values();
  }

  private Object kind(Operation<I, O> one) {
    return clear
        ? new Effect<>(
            layers.model.precondition(one.input(), one.output()),
            layers.model.leaves(one.input()).filter(mentioned::contains))
        : one.input();
  }
}
