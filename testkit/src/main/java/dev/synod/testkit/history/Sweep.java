package dev.synod.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The search in breadth, layer by layer: finds the shortest prefix that no order fits (Lowe's
 * just-in-time linearization).
 *
 * <p>Holds the configurations of the present layer and those ahead only, so a long history costs
 * time and no memory.
 */
final class Sweep<S, I, O> {

  /** How many layers before the last are kept for the report. */
  static final int RECENT = 100;

  /**
   * How a sweep ended.
   *
   * @param goal a configuration at the end, if there is one
   * @param recent the last layers up to the one that none got past; empty unless that was proven
   */
  record Result<S>(Optional<Configuration<S>> goal, List<Front<S>> recent) {

    boolean stuck() {
      return !recent.isEmpty();
    }

    /** The layer that no configuration got past. */
    Front<S> last() {
      return recent.get(recent.size() - 1);
    }

    /**
     * The configurations through which every order goes that gets to the layer or beyond it: an
     * order may pass several layers at once.
     */
    List<Configuration<S>> crossing(int layer) {
      return recent.stream()
          .filter(front -> front.layer >= layer)
          .flatMap(front -> front.enteredFromBelow(layer).stream())
          .toList();
    }
  }

  private final Layers<S, I, O> layers;
  private final Moves<S, I, O> moves;
  private final Work work;
  private final int configurations;
  private final TreeMap<Integer, Front<S>> ahead = new TreeMap<>();
  private final Deque<Front<S>> recent = new ArrayDeque<>();
  private int held;

  Sweep(Layers<S, I, O> layers, Unknowns<S, I, O> unknowns, Work work, int configurations) {
    this.layers = layers;
    this.moves = new Moves<>(layers, unknowns, work);
    this.work = work;
    this.configurations = configurations;
  }

  Result<S> run(List<Configuration<S>> starts) {
    starts.forEach(start -> enter(moves.settle(start), -1));
    while (!ahead.isEmpty()) {
      Front<S> front = ahead.pollFirstEntry().getValue();
      if (front.layer == layers.size()) {
        return new Result<>(Optional.of(front.all().get(0)), List.of());
      }
      if (!explore(front)) {
        return new Result<>(Optional.empty(), List.of());
      }
      keep(front);
    }
    return new Result<>(Optional.empty(), List.copyOf(recent));
  }

  private void keep(Front<S> front) {
    recent.addLast(front);
    held += front.all().size();
    while (recent.size() > RECENT || (held > configurations && recent.size() > 1)) {
      held -= recent.removeFirst().all().size();
    }
  }

  /** False if the bounds were reached. */
  private boolean explore(Front<S> front) {
    for (Configuration<S> from = front.next(); from != null; from = front.next()) {
      for (Configuration<S> to : moves.known(from)) {
        admit(to, front);
      }
      for (Configuration<S> to : moves.unknown(from)) {
        admit(to, front);
      }
      if (work.spent() || front.all().size() > configurations) {
        return false;
      }
    }
    return true;
  }

  private void admit(Configuration<S> to, Front<S> front) {
    if (to.layer == front.layer) {
      // Looks no further than this layer: what lies ahead must not make an early operation guilty.
      if (!Outlook.unreachable(layers, to, 1)) {
        front.admit(to);
      }
    } else {
      enter(to, front.layer);
    }
  }

  private void enter(Configuration<S> to, int from) {
    ahead.computeIfAbsent(to.layer, layer -> new Front<>(layer, work)).enter(to, from);
  }
}
