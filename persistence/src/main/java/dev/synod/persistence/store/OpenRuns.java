package dev.synod.persistence.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runs of the segment that is being written; they go into the index when it is full. */
final class OpenRuns {
  private static final int FIRST_SIZE = 8;

  private final Map<Integer, List<Growing>> runs = new HashMap<>();

  void add(int number, long sequence, int position) {
    List<Growing> own = runs.computeIfAbsent(number, any -> new ArrayList<>(1));
    Growing last = own.isEmpty() ? null : own.get(own.size() - 1);
    if (last == null || last.first + last.count != sequence) {
      last = new Growing(sequence);
      own.add(last);
    }
    last.add(position);
  }

  /** One persistence id's, as they are now. */
  List<Run> of(int number, long segment) {
    return runs.getOrDefault(number, List.of()).stream()
        .map(run -> run.seen(number, segment))
        .toList();
  }

  List<Run> all(long segment) {
    return runs.keySet().stream().flatMap(number -> of(number, segment).stream()).toList();
  }

  void clear() {
    runs.clear();
  }

  private static final class Growing {
    private final long first;
    private int[] positions = new int[FIRST_SIZE];
    private int count;

    Growing(long first) {
      this.first = first;
    }

    void add(int position) {
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, count * 2);
      }
      positions[count++] = position;
    }

    Run seen(int number, long segment) {
      return new Run(number, first, segment, Arrays.copyOf(positions, count));
    }
  }
}
