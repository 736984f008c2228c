package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configurations that a search met (Wing and Gong's search with Lowe's memory).
 *
 * <p>A configuration is refused if one is held that is equal and used no unknown operation that
 * this one did not use: whatever can follow this one can follow that one.
 */
final class Seen<S> {

  private final Work work;
  private final List<Configuration<S>> held = new ArrayList<>();

  // Looked up only, never walked: the order of the search does not depend on hashes.
  private final Map<Configuration<S>, Configuration<S>> first = new HashMap<>();

  Seen(Work work) {
    this.work = work;
  }

  /** Holds it, unless one that is as good is held. */
  boolean admit(Configuration<S> configuration) {
    Configuration<S> head = first.putIfAbsent(configuration, configuration);
    if (head != null) {
      for (Configuration<S> one = head; one != null; one = one.rival) {
        work.step();
        if (one.used.subsetOf(configuration.used)) {
          return false;
        }
      }
      configuration.rival = head.rival;
      head.rival = configuration;
    }
    held.add(configuration);
    return true;
  }

  /** Whether one was held later that used less. */
  boolean outdone(Configuration<S> configuration) {
    for (Configuration<S> one = first.get(configuration); one != null; one = one.rival) {
      work.step();
      if (one.used.subsetOf(configuration.used) && !one.used.equals(configuration.used)) {
        return true;
      }
    }
    return false;
  }

  /** All that were admitted, oldest first. */
  List<Configuration<S>> held() {
    return held;
  }

  int size() {
    return held.size();
  }
}
