package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Stores events with consecutive sequence numbers, all or none. */
final class Append extends Deed {
  private final String id;
  private final long first;
  private final List<List<ByteBuffer>> events;
  private final int most;
  private final long weight;

  /**
   * A request.
   *
   * @param events each in any number of parts
   * @param most how many bytes they may need
   */
  Append(String id, long first, List<List<ByteBuffer>> events, int most) {
    this.id = id;
    this.first = first;
    this.events = events;
    this.most = most;
    this.weight =
        events.stream()
            .mapToLong(event -> Entry.Event.size(event) + Frames.HEAD + Entry.Event.HEAD)
            .sum();
  }

  @Override
  long weight() {
    return weight;
  }

  @Override
  List<Entry> plan(Ledger ledger) {
    IdState state = ledger.of(id);
    if (first <= state.highest) {
      throw StoreException.conflict(
          "event %d of '%s' is not stored: event %d is; two writers use one persistence id, stop one"
              .formatted(first, id, state.highest));
    }
    if (first > state.reached() + 1) {
      throw StoreException.conflict(
          "event %d of '%s' is not stored: events %d to %d before it are missing"
              .formatted(first, id, state.reached() + 1, first - 1));
    }
    if (weight + Frames.size(state.entry()) > most) {
      state.reject(first, first + events.size() - 1);
      throw StoreException.rejected(
          "events %d to %d of '%s' are not stored: they need %d bytes; max-write-bytes = %d"
              .formatted(first, first + events.size() - 1, id, weight, most));
    }
    List<Entry> entries = new ArrayList<>(events.size());
    long between = first - state.highest - 1;
    if (between > Integer.MAX_VALUE) {
      throw StoreException.conflict(
          "event %d of '%s' is not stored: the event before it is %d, and at most %d numbers may lie between"
              .formatted(first, id, state.highest, Integer.MAX_VALUE));
    }
    int gap = (int) between;
    for (List<ByteBuffer> event : events) {
      entries.add(new Entry.Event(state.number, first + entries.size(), gap, event));
      gap = 0;
    }
    return entries;
  }
}
