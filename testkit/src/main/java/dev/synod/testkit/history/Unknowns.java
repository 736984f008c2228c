package dev.synod.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The operations of unknown outcome, and which of them are worth a try from a configuration.
 *
 * <p>Each may happen at any time after its start, so a naive search doubles with each. Kept small
 * in three ways. Those that only read are dropped. Those that are {@link Alike} form a kind, used
 * up in order of starts. And one is tried only if some operation could follow it that would not do
 * as well without it: if it leaves a known state, that is one which an open known operation needs,
 * or one which another such unknown operation needs. Why that is enough: in an order that uses as
 * few unknown ones as possible, whatever follows one depends on the state it left.
 */
final class Unknowns<S, I, O> {

  /** Places of the members from first up to, without, end; the state that all of them leave. */
  private record Kind<S>(int first, int end, Optional<S> leaves, Precondition<S> effective) {}

  private final Layers<S, I, O> layers;

  /**
   * Indices of operations, kind by kind, within a kind by start: a bit of "used" is a place here.
   */
  private final List<Integer> members = new ArrayList<>();

  /** In order of first starts. */
  private final List<Kind<S>> kinds = new ArrayList<>();

  private final Map<S, List<Integer>> leaving = new HashMap<>();

  /** The first start of a kind that leaves no state known beforehand. */
  private long restlessFrom = Operation.NEVER;

  private final int[] all;

  Unknowns(Layers<S, I, O> layers) {
    this.layers = layers;
    List<Integer> unknown =
        IntStream.range(0, layers.operations.size())
            .filter(i -> !operation(i).isKnown())
            .filter(i -> !layers.model.readOnly(operation(i).input(), Optional.empty()))
            .boxed()
            .sorted(Comparator.comparingLong(i -> operation(i).start()))
            .toList();
    new Alike<>(layers, unknown).kinds().forEach(this::add);
    this.all = IntStream.range(0, kinds.size()).toArray();
  }

  private void add(List<Integer> kind) {
    Operation<I, O> oldest = operation(kind.get(0));
    Optional<S> leaves = layers.model.leaves(oldest.input());
    if (leaves.isPresent()) {
      leaving.computeIfAbsent(leaves.get(), s -> new ArrayList<>()).add(kinds.size());
    } else {
      restlessFrom = Math.min(restlessFrom, oldest.start());
    }
    int first = members.size();
    members.addAll(kind);
    kinds.add(
        new Kind<>(
            first,
            members.size(),
            leaves,
            layers.model.precondition(oldest.input(), oldest.output())));
  }

  private Operation<I, O> operation(int index) {
    return layers.operations.get(index);
  }

  /** The index of the operation at a place of "used". */
  int index(int place) {
    return members.get(place);
  }

  Operation<I, O> at(int place) {
    return operation(members.get(place));
  }

  int size() {
    return members.size();
  }

  /** Kinds worth a try, in order of first starts, once every open read that fits is taken. */
  int[] worthwhile(Configuration<S> settled) {
    int layer = settled.layer;
    if (kinds.isEmpty() || restlessFrom <= layers.end(layer)) {
      return all;
    }
    Deque<S> wanted = new ArrayDeque<>();
    for (int open : layers.open(layer)) {
      if (settled.open.has(layers.slot(open))) {
        continue;
      }
      Precondition<S> precondition = layers.precondition(open);
      if (precondition.only().isPresent()) {
        wanted.add(precondition.only().get());
      } else if (!precondition.everywhere() || layers.leaves(open).isEmpty()) {
        // Only what fits anywhere and always leaves the same needs no unknown one before it.
        return all;
      }
    }
    return closure(layer, wanted);
  }

  /** The kinds that leave a wanted state, those that leave a state that these need, and so on. */
  private int[] closure(int layer, Deque<S> wanted) {
    TreeSet<Integer> found = new TreeSet<>();
    while (!wanted.isEmpty()) {
      for (int number : leaving.getOrDefault(wanted.remove(), List.of())) {
        Kind<S> kind = kinds.get(number);
        if (at(kind.first()).start() > layers.end(layer) || !found.add(number)) {
          continue;
        }
        if (kind.effective().only().isPresent()) {
          wanted.add(kind.effective().only().get());
        } else if (!kind.effective().everywhere()) {
          return all;
        }
      }
    }
    return found.stream().mapToInt(number -> number).toArray();
  }

  /** The place of the next of this kind that is not used and may start by then; -1 if none is. */
  int next(int kind, Bits used, long by) {
    int place = used.firstMissing(kinds.get(kind).first(), kinds.get(kind).end());
    return place >= 0 && at(place).start() <= by ? place : -1;
  }

  /** Whether of each it is known which state it leaves. */
  boolean tellWhatTheyLeave() {
    return restlessFrom == Operation.NEVER;
  }

  /** Whether one is left that may start by then and leaves the state. */
  boolean canLeave(S state, Bits used, long by) {
    return leaving.getOrDefault(state, List.of()).stream()
        .anyMatch(kind -> next(kind, used, by) >= 0);
  }

  /** The state after the operation at the place; empty if it has no effect. */
  Optional<S> apply(S state, int place) {
    I input = at(place).input();
    S after = layers.model.applyUnknown(state, input);
    if (after.equals(state)) {
      return Optional.empty();
    }
    Optional<S> promised = layers.model.leaves(input);
    if (promised.isPresent() && !promised.get().equals(after)) {
      throw Layers.broken(
          "leaves " + promised.get() + ", but it leaves " + after + " after", state, at(place));
    }
    return Optional.of(after);
  }
}
