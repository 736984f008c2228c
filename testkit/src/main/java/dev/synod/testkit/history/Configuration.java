package dev.synod.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A point of the search: which operations are linearized, and the state that their order left.
 *
 * <p>All operations below {@code layer} (in order of their ends) are linearized; of the others
 * those whose slot is in {@code open}; of the unknown ones those in {@code used}. Equality leaves
 * {@code used} out: of two configurations that differ only there, {@link Seen} keeps the one that
 * used less.
 */
final class Configuration<S> {

  final int layer;
  final S state;
  final Bits open;
  final Bits used;

  /** How many were added to {@code used} since the start. */
  final int usedCount;

  /** Where the search came from, and by which operation; null and -1 at the start. */
  final @Nullable Configuration<S> parent;

  final int move;

  /** Next of those that are equal and held in the same {@link Seen}, which alone touches this. */
  @Nullable Configuration<S> rival;

  private final int hash;

  Configuration(
      int layer, S state, Bits open, Bits used, @Nullable Configuration<S> parent, int move) {
    this.layer = layer;
    this.state = state;
    this.open = open;
    this.used = used;
    this.parent = parent;
    this.move = move;
    this.usedCount =
        parent == null ? 0 : parent.used.equals(used) ? parent.usedCount : parent.usedCount + 1;
    this.hash = (layer * 31 + open.hashCode()) * 31 + hash(state);
  }

  /** A map's own hash is a sum: of accounts, all those with the same total would collide. */
  private static int hash(Object state) {
    if (!(state instanceof Map<?, ?> map)) {
      return state.hashCode();
    }
    int hash = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      int one = 31 * Objects.hashCode(entry.getKey()) + Objects.hashCode(entry.getValue());
      one = (one ^ one >>> 16) * 0x85EBCA6B;
      hash += (one ^ one >>> 13) * 0xC2B2AE35;
    }
    return hash;
  }

  /** The operations taken from the start to here, in order. */
  List<Integer> path() {
    Deque<Integer> moves = new ArrayDeque<>();
    Configuration<S> at = this;
    while (at.parent != null) {
      moves.addFirst(at.move);
      at = at.parent;
    }
    return new ArrayList<>(moves);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Configuration<?> that
        && hash == that.hash
        && layer == that.layer
        && open.equals(that.open)
        && state.equals(that.state);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
