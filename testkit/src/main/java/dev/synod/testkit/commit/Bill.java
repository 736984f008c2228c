package dev.synod.testkit.commit;

import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Counts messages, delays and writes. What a node says in one turn to nodes in the same place is
 * one message; between nodes in one place there is none.
 */
final class Bill {
  private final UnaryOperator<MemberId> places;
  private final SortedMap<MemberId, Integer> clocks = new TreeMap<>();
  private final SortedMap<MemberId, Integer> learned = new TreeMap<>();
  private final Set<Post> posts = new LinkedHashSet<>();
  private final List<Integer> writes = new ArrayList<>();
  private int turns;

  /** That something went from a turn to a place. */
  private record Post(int turn, MemberId place, int depth) {}

  Bill(UnaryOperator<MemberId> places) {
    this.places = places;
  }

  void turn() {
    turns++;
  }

  /** A letter leaves; the depth that it arrives with. */
  int post(MemberId from, MemberId to) {
    int clock = clocks.getOrDefault(from, 0);
    if (places.apply(from).equals(places.apply(to))) {
      return clock;
    }
    posts.add(new Post(turns, places.apply(to), clock + 1));
    return clock + 1;
  }

  void arrive(MemberId node, int depth) {
    clocks.merge(node, depth, Math::max);
  }

  void write(MemberId node) {
    writes.add(clocks.getOrDefault(node, 0));
  }

  void learn(MemberId node) {
    learned.putIfAbsent(node, clocks.getOrDefault(node, 0));
  }

  Cost until(Collection<MemberId> participants) {
    int delays =
        participants.stream().mapToInt(one -> learned.getOrDefault(one, 0)).max().orElse(0);
    long messages = posts.stream().filter(post -> post.depth() <= delays).count();
    long needed = writes.stream().filter(clock -> clock < delays).count();
    return new Cost((int) messages, delays, (int) needed);
  }
}
