package dev.synod.testkit.sim;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** The members that stand still, so that their mail waits. */
final class Pauses {
  private final Schedule schedule;
  private final Function<String, Collection<String>> paths;
  private final TreeSet<String> paused = new TreeSet<>();

  /**
   * Nobody yet.
   *
   * @param paths that the actors of a member have now
   */
  Pauses(Schedule schedule, Function<String, Collection<String>> paths) {
    this.schedule = schedule;
    this.paths = paths;
  }

  void add(String member) {
    paused.add(member);
    apply();
  }

  /** True if it stood still. */
  boolean remove(String member) {
    boolean stood = paused.remove(member);
    apply();
    return stood;
  }

  void clear() {
    paused.clear();
    apply();
  }

  private void apply() {
    List<String> still = paused.stream().flatMap(id -> paths.apply(id).stream()).toList();
    schedule.pause(actor -> still.stream().anyMatch(actor::startsWith));
  }
}
