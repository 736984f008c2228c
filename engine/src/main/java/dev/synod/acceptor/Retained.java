package dev.synod.acceptor;

import java.util.Map;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Which events of the journal are still needed for their values.
 *
 * @param first the first event that was replayed or written
 * @param reaches for each slot that an event reaches further than all before it, the last event
 *     that reaches no further
 */
record Retained(long first, PSortedMap<Long, Long> reaches) {
  static final Retained NONE = new Retained(0, TreePMap.empty());

  /** With one event more, which holds values or votes of slots through {@code reach}. */
  Retained with(long counter, long reach) {
    long furthest = reaches.isEmpty() ? reach : Math.max(reach, reaches.lastKey());
    return new Retained(first == 0 ? counter : first, reaches.plus(furthest, counter));
  }

  /** The events through this one hold nothing about any slot after the given one; 0 if none. */
  long within(long slot) {
    Map.Entry<Long, Long> last = reaches.floorEntry(slot);
    return last == null ? 0 : last.getValue();
  }

  /** Without what is only needed to tell which events may go. */
  Retained after(long slot) {
    PSortedMap<Long, Long> rest = reaches;
    while (!rest.isEmpty() && rest.firstKey() <= slot) {
      rest = rest.minus(rest.firstKey());
    }
    return new Retained(first, rest);
  }
}
