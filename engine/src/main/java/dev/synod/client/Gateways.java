package dev.synod.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The members that a client may ask, and whom it asks now: who leads, as far as it has heard, since
 * from there a command has the shortest way; else the first of all; after a silence the next one.
 *
 * @param known in an order that does not hang on a hash
 * @param leading who says that it leads, whoever said so last first; not all need be known
 * @param turn counts whom it has asked: who is asked next has another number
 * @param first the turn at which the first in order would have been asked
 */
record Gateways<T>(List<T> known, List<T> leading, int turn, int first) {

  static <T> Gateways<T> none() {
    return new Gateways<>(List.of(), List.of(), 0, 0);
  }

  /** Whom to ask; nobody if none is known. */
  Optional<T> current() {
    List<T> order = new ArrayList<>(leading);
    order.retainAll(known);
    known.stream().filter(one -> !leading.contains(one)).forEach(order::add);
    return order.isEmpty()
        ? Optional.empty()
        : Optional.of(order.get((turn - first) % order.size()));
  }

  int size() {
    return known.size();
  }

  /** These are known from now on. */
  Gateways<T> found(List<T> all) {
    return after(new Gateways<>(all, leading, turn, first));
  }

  /** What was sent under a number was sent to one member. */
  private Gateways<T> after(Gateways<T> next) {
    return next.current().equals(current())
        ? next
        : new Gateways<>(next.known, next.leading, next.turn + 1, next.first + 1);
  }

  /** These say that they lead; whoever has died may still be among them for a while. */
  Gateways<T> led(List<T> all) {
    List<T> order = new ArrayList<>(all);
    order.removeAll(leading);
    boolean news = !order.isEmpty();
    leading.stream().filter(all::contains).forEach(order::add);
    return after(new Gateways<>(known, order, turn, news ? turn : first));
  }

  /** The one that is asked now is silent. */
  Gateways<T> next() {
    return new Gateways<>(known, leading, turn + 1, first);
  }
}
