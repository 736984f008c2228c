package dev.synod.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The search in depth: finds an order quickly where there is one.
 *
 * <p>Unknown operations are tried only where the known ones alone lead nowhere. Holds every
 * configuration that it meets, so it stops at a bound; then, and if it finds none, the {@link
 * Sweep} has the last word.
 */
final class Dive<S, I, O> {

  private record Task<S>(Configuration<S> from, boolean unknown) {}

  private final Layers<S, I, O> layers;
  private final Moves<S, I, O> moves;
  private final Outlook<S, I, O> outlook;
  private final Work work;
  private final int configurations;
  private final Deque<Task<S>> tasks = new ArrayDeque<>();

  Dive(Layers<S, I, O> layers, Unknowns<S, I, O> unknowns, Work work, int configurations) {
    this.layers = layers;
    this.moves = new Moves<>(layers, unknowns, work);
    this.outlook = new Outlook<>(layers, unknowns);
    this.work = work;
    this.configurations = configurations;
  }

  /** A configuration at the end, if one was found within the bounds. */
  Optional<Configuration<S>> run(Configuration<S> start) {
    Seen<S> seen = new Seen<>(work);
    push(start, List.of(moves.settle(start)), seen);
    while (!tasks.isEmpty() && !work.spent() && seen.size() <= configurations) {
      Task<S> task = tasks.pop();
      Configuration<S> from = task.from();
      if (from.layer == layers.size()) {
        return Optional.of(from);
      }
      if (task.unknown()) {
        push(from, moves.unknown(from), seen);
      } else {
        tasks.push(new Task<>(from, true));
        push(from, moves.known(from), seen);
      }
    }
    return Optional.empty();
  }

  /** Admits all before any is followed, so that short ways are not outdone by long ones. */
  private void push(Configuration<S> from, List<Configuration<S>> next, Seen<S> seen) {
    List<Configuration<S>> admitted =
        next.stream().filter(to -> !outlook.hopeless(to, from.state)).filter(seen::admit).toList();
    for (int i = admitted.size() - 1; i >= 0; i--) {
      tasks.push(new Task<>(admitted.get(i), false));
    }
  }
}
