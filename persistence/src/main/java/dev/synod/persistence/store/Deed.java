package dev.synod.persistence.store;

import java.util.List;

/** A request that is answered by nothing but its end. */
abstract class Deed extends Request<Void> {
  @Override
  @SuppressWarnings("NullAway") // A Void has no other value.
  final Void result(Ledger ledger, List<Place> places) {
    return null;
  }
}
