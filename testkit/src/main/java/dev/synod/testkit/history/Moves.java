package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can come next in an order: the one place where the search asks the model. */
final class Moves<S, I, O> {

  private final Layers<S, I, O> layers;
  private final Unknowns<S, I, O> unknowns;
  private final Work work;

  Moves(Layers<S, I, O> layers, Unknowns<S, I, O> unknowns, Work work) {
    this.layers = layers;
    this.unknowns = unknowns;
    this.work = work;
  }

  /**
   * Takes every open read that fits, at once and without alternative: a read leaves the state as it
   * is, so whatever order has it later is as good with it here.
   */
  Configuration<S> settle(Configuration<S> configuration) {
    Configuration<S> at = configuration;
    int layer;
    do {
      layer = at.layer;
      at = layer == layers.size() ? at : readOpen(at);
    } while (at.layer != layer);
    return at;
  }

  private Configuration<S> readOpen(Configuration<S> configuration) {
    Configuration<S> at = configuration;
    for (int open : layers.open(configuration.layer)) {
      if (layers.readOnly(open) && !at.open.has(layers.slot(open))) {
        work.step();
        if (layers.apply(at.state, open).isPresent()) {
          at = layers.linearize(at, open, at.state);
          if (at.layer != configuration.layer) {
            return at;
          }
        }
      }
    }
    return at;
  }

  /**
   * What follows by one known operation that may change the state; if the layer waits for a state
   * that one of them brings about, that one stands first.
   */
  List<Configuration<S>> known(Configuration<S> from) {
    List<Configuration<S>> next = new ArrayList<>();
    Optional<S> wanted = layers.precondition(from.layer).only();
    for (int open : layers.open(from.layer)) {
      if (layers.readOnly(open) || from.open.has(layers.slot(open))) {
        continue;
      }
      work.step();
      Optional<S> after = layers.apply(from.state, open);
      if (after.isPresent()) {
        Configuration<S> to = settle(layers.linearize(from, open, after.get()));
        boolean first = wanted.isPresent() && wanted.get().equals(after.get());
        next.add(first ? 0 : next.size(), to);
      }
    }
    return next;
  }

  /** What follows by one unknown operation that is worth a try and has an effect. */
  List<Configuration<S>> unknown(Configuration<S> from) {
    List<Configuration<S>> next = new ArrayList<>();
    for (int kind : unknowns.worthwhile(from)) {
      work.step();
      int place = unknowns.next(kind, from.used, layers.end(from.layer));
      if (place >= 0) {
        unknowns
            .apply(from.state, place)
            .ifPresent(after -> next.add(settle(taken(from, place, after))));
      }
    }
    return next;
  }

  private Configuration<S> taken(Configuration<S> from, int place, S after) {
    return new Configuration<>(
        from.layer, after, from.open, from.used.with(place), from, unknowns.index(place));
  }
}
