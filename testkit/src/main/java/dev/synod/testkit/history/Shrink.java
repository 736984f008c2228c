package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a violation small enough to read.
 *
 * <p>First the history ends where it first fails. Then it begins as late as it can while a change
 * of the state remains in view; what was before becomes the states that are possible there. Then
 * operations are left out, under two conditions. The rest still fails if what is left out may
 * happen at any time after its start or never: so the rest is a proof. And the rest, taken alone,
 * fails at the same operation: so what is seen has its source in the picture.
 */
final class Shrink<S, I, O> {

  /** A picture is worth this much; then it stays as large as it is. */
  private static final long STEPS_MAX = 5_000_000L;

  /**
   * What shows the violation, by index in the part.
   *
   * @param shown the operations needed
   * @param relaxed those left out
   */
  record Window<S>(List<Trial.Start<S>> starts, BitSet shown, BitSet relaxed, int culprit) {}

  private final Layers<S, I, O> part;
  private final Unknowns<S, I, O> unknowns;
  private final Work work = new Work(STEPS_MAX);

  Shrink(Layers<S, I, O> part, Unknowns<S, I, O> unknowns) {
    this.part = part;
    this.unknowns = unknowns;
  }

  Window<S> shrink(Sweep.Result<S> stuck) {
    int last = stuck.last().layer;
    int cut = cut(stuck);
    List<Trial.Start<S>> starts = stuck.crossing(cut).stream().map(one -> start(one, cut)).toList();
    Window<S> window = new Window<>(starts, between(cut, last), new BitSet(), part.index(last));
    int shown;
    do {
      shown = window.shown().cardinality();
      for (List<Integer> group : groups(window)) {
        for (int size = group.size(); size > 0; size /= 2) {
          leaveOut(group, size, window);
        }
      }
      // With a read gone, the write that it saw may go too.
    } while (window.shown().cardinality() < shown);
    return window;
  }

  /** A layer where few states are possible and not yet those of the end; of such the last one. */
  private int cut(Sweep.Result<S> stuck) {
    // Asked only, never walked.
    Set<S> end = stuck.last().all().stream().map(one -> one.state).collect(Collectors.toSet());
    int cut = -1;
    int fewest = Integer.MAX_VALUE;
    boolean changing = false;
    for (Front<S> front : stuck.recent()) {
      List<Configuration<S>> crossing = stuck.crossing(front.layer);
      boolean changes = crossing.stream().anyMatch(one -> !end.contains(one.state));
      if (changes == changing ? crossing.size() <= fewest : changes) {
        cut = front.layer;
        fewest = crossing.size();
        changing = changes;
      }
    }
    return cut;
  }

  private Trial.Start<S> start(Configuration<S> crossing, int cut) {
    BitSet done = new BitSet();
    for (int passed = cut; passed < crossing.layer; passed++) {
      done.set(part.index(passed));
    }
    if (crossing.layer < part.size()) {
      for (int open : part.open(crossing.layer)) {
        if (crossing.open.has(part.slot(open))) {
          done.set(part.index(open));
        }
      }
    }
    BitSet spent = new BitSet();
    for (int place = 0; place < unknowns.size(); place++) {
      if (crossing.used.has(place)) {
        spent.set(unknowns.index(place));
      }
    }
    return new Trial.Start<>(crossing.state, done, spent);
  }

  private BitSet between(int from, int last) {
    BitSet shown = new BitSet();
    for (int layer = from; layer < last; layer++) {
      shown.set(part.index(layer));
    }
    for (int open : part.open(last)) {
      shown.set(part.index(open));
    }
    for (int place = 0; place < unknowns.size(); place++) {
      if (unknowns.at(place).start() <= part.end(last)) {
        shown.set(unknowns.index(place));
      }
    }
    return shown;
  }

  /** Unknown ones go first, then reads and what ended later, then writes. */
  private List<List<Integer>> groups(Window<S> window) {
    List<List<Integer>> groups = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    long end = part.operations.get(window.culprit()).end();
    window.shown().stream()
        .filter(i -> i != window.culprit())
        .forEach(
            i -> {
              Operation<I, O> one = part.operations.get(i);
              boolean easy = one.end() > end || part.model.readOnly(one.input(), one.output());
              groups.get(one.isKnown() ? easy ? 1 : 2 : 0).add(i);
            });
    return groups;
  }

  private void leaveOut(List<Integer> group, int size, Window<S> window) {
    for (int from = 0; from < group.size(); from += size) {
      BitSet chunk = new BitSet();
      group.subList(from, Math.min(group.size(), from + size)).forEach(chunk::set);
      chunk.and(window.shown());
      BitSet rest = (BitSet) window.shown().clone();
      rest.andNot(chunk);
      BitSet free = (BitSet) window.relaxed().clone();
      free.or(chunk);
      if (!chunk.isEmpty()
          && new Trial<>(part, window.starts(), rest, new BitSet(), work).failsAt(window.culprit())
          && new Trial<>(part, window.starts(), rest, free, work)
              .failsBy(part.operations.get(window.culprit()).end())) {
        window.shown().andNot(chunk);
        window.relaxed().or(chunk);
      }
    }
  }
}
