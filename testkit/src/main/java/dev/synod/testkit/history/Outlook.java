package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks ahead from a configuration: is an operation still to come that can never fit again?
 *
 * <p>Two ways to lose hope. An operation needs a state that no state from here on leads to. Or it
 * needs the state that was just given up, and nothing is left that could bring it back: in a
 * register with few equal values that settles the order of writes at once, where the search would
 * find out by trying all orders of what comes in between.
 */
final class Outlook<S, I, O> {

  /** Layers looked at for what cannot be reached. */
  private static final int HORIZON = 32;

  private final Layers<S, I, O> layers;
  private final Unknowns<S, I, O> unknowns;

  /** By state, the known operations that need it and those that leave it, the soonest end first. */
  private final Map<S, List<Integer>> needing = new HashMap<>();

  private final Map<S, List<Integer>> leaving = new HashMap<>();

  /** Whether each operation that changes the state tells what it leaves. */
  private boolean complete;

  Outlook(Layers<S, I, O> layers, Unknowns<S, I, O> unknowns) {
    this.layers = layers;
    this.unknowns = unknowns;
    this.complete = unknowns.tellWhatTheyLeave();
    for (int layer = 0; layer < layers.size(); layer++) {
      int here = layer;
      layers
          .precondition(layer)
          .only()
          .ifPresent(state -> needing.computeIfAbsent(state, s -> new ArrayList<>()).add(here));
      if (!layers.readOnly(layer)) {
        Optional<S> left = layers.leaves(layer);
        left.ifPresent(state -> leaving.computeIfAbsent(state, s -> new ArrayList<>()).add(here));
        complete &= left.isPresent();
      }
    }
  }

  /** Whether no order leads from here to the end. */
  boolean hopeless(Configuration<S> at, S before) {
    return at.layer < layers.size() && (gaveUp(at, before) || unreachable(layers, at, HORIZON));
  }

  /** Whether one of the next operations needs a state that none leads to. */
  static <S, I, O> boolean unreachable(Layers<S, I, O> layers, Configuration<S> at, int horizon) {
    int end = Math.min(layers.size(), at.layer + horizon);
    for (int layer = at.layer; layer < end; layer++) {
      Optional<S> need = layers.precondition(layer).only();
      if (need.isPresent()
          && !layers.linearized(layer, at)
          && !layers.model.canLeadTo(at.state, need.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean gaveUp(Configuration<S> at, S before) {
    if (!complete || at.state.equals(before)) {
      return false;
    }
    // The soonest to end is the hardest to please.
    int needy = firstLeft(needing.getOrDefault(before, List.of()), at, -1);
    if (needy < 0) {
      return false;
    }
    int writer = firstLeft(leaving.getOrDefault(before, List.of()), at, needy);
    return writer < 0 && !unknowns.canLeave(before, at.used, layers.end(needy));
  }

  /**
   * The first in the list that is not linearized; if something is to be served, the first that
   * started before that ends. -1 if there is none.
   */
  private int firstLeft(List<Integer> sorted, Configuration<S> at, int serving) {
    int found = Collections.binarySearch(sorted, at.layer);
    for (int i = found < 0 ? -1 - found : found; i < sorted.size(); i++) {
      int layer = sorted.get(i);
      if (layer != serving
          && !layers.linearized(layer, at)
          && (serving < 0 || layers.at(layer).start() <= layers.end(serving))) {
        return layer;
      }
    }
    return -1;
  }
}
