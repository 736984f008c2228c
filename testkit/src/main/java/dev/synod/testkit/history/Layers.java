package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The operations of one part of the object, laid out by their ends.
 *
 * <p>Layer n waits for the end of the n-th known operation to end. At a layer those operations are
 * open that started before this end and are not of a lower layer; every open operation has a slot,
 * a small number that no other open one has. So a configuration is as small as the number of
 * clients, not as long as the history.
 */
final class Layers<S, I, O> {

  final Model<S, I, O> model;

  /** As given; the search speaks of operations by their index here. */
  final List<Operation<I, O>> operations;

  private final int[] known;
  private final int[] slots;
  private final int[][] open;
  private final boolean[] readOnly;
  private final List<Precondition<S>> preconditions = new ArrayList<>();
  private final List<Optional<S>> leaves = new ArrayList<>();

  Layers(Model<S, I, O> model, List<Operation<I, O>> operations) {
    this.model = model;
    this.operations = operations;
    this.known =
        IntStream.range(0, operations.size())
            .filter(i -> operations.get(i).isKnown())
            .boxed()
            .sorted(Comparator.comparingLong(i -> operations.get(i).end()))
            .mapToInt(i -> i)
            .toArray();
    this.slots = new int[known.length];
    this.open = new int[known.length][];
    this.readOnly = new boolean[known.length];
    for (int layer = 0; layer < known.length; layer++) {
      readOnly[layer] = model.readOnly(at(layer).input(), at(layer).output());
      preconditions.add(model.precondition(at(layer).input(), at(layer).output()));
      leaves.add(readOnly[layer] ? Optional.empty() : model.leaves(at(layer).input()));
    }
    layOut();
  }

  private void layOut() {
    int[] byStart =
        IntStream.range(0, known.length)
            .boxed()
            .sorted(Comparator.comparingLong(layer -> at(layer).start()))
            .mapToInt(layer -> layer)
            .toArray();
    BitSet taken = new BitSet();
    int[] now = {};
    int next = 0;
    for (int layer = 0; layer < known.length; layer++) {
      while (next < byStart.length && at(byStart[next]).start() <= end(layer)) {
        int opened = byStart[next++];
        slots[opened] = taken.nextClearBit(0);
        taken.set(slots[opened]);
        now = inserted(now, opened);
      }
      open[layer] = now;
      // The operation of this layer ends the soonest, so it stands first.
      taken.clear(slots[layer]);
      now = Arrays.copyOfRange(now, 1, now.length);
    }
  }

  private static int[] inserted(int[] sorted, int value) {
    int place = -1 - Arrays.binarySearch(sorted, value);
    int[] longer = Arrays.copyOf(sorted, sorted.length + 1);
    System.arraycopy(sorted, place, longer, place + 1, sorted.length - place);
    longer[place] = value;
    return longer;
  }

  /** How many known operations there are: a configuration at this layer is at the end. */
  int size() {
    return known.length;
  }

  /** The operation whose end the layer waits for. */
  Operation<I, O> at(int layer) {
    return operations.get(known[layer]);
  }

  int index(int layer) {
    return known[layer];
  }

  long end(int layer) {
    return at(layer).end();
  }

  /** The known operations that may be linearized at the layer, by layer: the soonest end first. */
  int[] open(int layer) {
    return open[layer];
  }

  int slot(int layer) {
    return slots[layer];
  }

  boolean readOnly(int layer) {
    return readOnly[layer];
  }

  /** Whether the configuration has the operation of the layer in its order. */
  boolean linearized(int layer, Configuration<S> at) {
    // A slot speaks of an operation only once that is open.
    return layer < at.layer || (at(layer).start() <= end(at.layer) && at.open.has(slots[layer]));
  }

  Precondition<S> precondition(int layer) {
    return preconditions.get(layer);
  }

  /** The state that the operation leaves whenever it changes the state, if the model names it. */
  Optional<S> leaves(int layer) {
    return leaves.get(layer);
  }

  /** The state after the operation of the layer; empty if it does not fit the state. */
  Optional<S> apply(S state, int layer) {
    Operation<I, O> operation = at(layer);
    Optional<S> after = model.apply(state, operation.input(), operation.output().orElseThrow());
    if (after.isPresent()) {
      requireHonest(state, after.get(), layer);
    }
    return after;
  }

  private void requireHonest(S before, S after, int layer) {
    boolean changed = !after.equals(before);
    if (readOnly[layer] && changed) {
      throw broken("is read-only, but changes", before, at(layer));
    }
    if (preconditions.get(layer).excludes(before)) {
      throw broken("fits under " + preconditions.get(layer) + ", but fits", before, at(layer));
    }
    if (changed && leaves.get(layer).filter(left -> !left.equals(after)).isPresent()) {
      throw broken(
          "leaves " + leaves.get(layer).get() + ", but it leaves " + after + " after",
          before,
          at(layer));
    }
  }

  static IllegalStateException broken(String claim, Object state, Operation<?, ?> operation) {
    return new IllegalStateException(
        "the model contradicts itself: it says that %s %s %s; mend the model"
            .formatted(operation.input(), claim, state));
  }

  /** The configuration after the operation of layer {@code taken} has brought about the state. */
  Configuration<S> linearize(Configuration<S> from, int taken, S state) {
    Bits linearized = from.open;
    int layer = from.layer;
    if (taken == layer) {
      layer++;
    } else {
      linearized = linearized.with(slots[taken]);
    }
    while (layer < known.length && linearized.has(slots[layer])) {
      linearized = linearized.without(slots[layer]);
      layer++;
    }
    return new Configuration<>(layer, state, linearized, from.used, from, known[taken]);
  }

  /** The configuration before the first operation. */
  Configuration<S> start() {
    return begin(model.initial(), new BitSet(), Bits.NONE);
  }

  /** A configuration to begin with, in which some open operations have taken effect already. */
  Configuration<S> begin(S state, BitSet done, Bits used) {
    Bits linearized = Bits.NONE;
    int layer = 0;
    while (layer < known.length && done.get(known[layer])) {
      layer++;
    }
    if (layer < known.length) {
      for (int other : open[layer]) {
        if (done.get(known[other])) {
          linearized = linearized.with(slots[other]);
        }
      }
    }
    return new Configuration<>(layer, state, linearized, used, null, -1);
  }
}
