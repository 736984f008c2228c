package dev.synod.testkit.sim;

import dev.synod.protocol.Envelope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happened in a run: a hash of all of it, the faults, and the last few thousand events as
 * lines to read; all of them for a listener.
 */
public final class Story {
  private static final int LINES = 4_000;
  private static final int WIDTH = 240;

  private record Event(long nanos, String who, String what, Object about) {
    @Override
    public String toString() {
      String text = words(about);
      return String.format(
          Locale.ROOT,
          "%10.3f ms  %-8s %-9s %s",
          nanos / 1e6,
          who,
          what,
          text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "...");
    }
  }

  /** Of an envelope the letter: who sends it stands beside it. */
  private static String words(Object about) {
    return about instanceof Envelope envelope ? envelope.message().toString() : about.toString();
  }

  private final Schedule schedule;
  private final long start;
  private final Deque<Event> last = new ArrayDeque<>();
  private final List<Event> faults = new ArrayList<>();
  private final Optional<Consumer<String>> listener;
  private long hash = 17;

  /** Tells each event to the listener, if there is one, as a line. */
  Story(Schedule schedule, Optional<Consumer<String>> listener) {
    this.schedule = schedule;
    this.start = schedule.nanos();
    this.listener = listener;
  }

  /** Virtual nanoseconds since the run began. */
  long nanos() {
    return schedule.nanos() - start;
  }

  /** Something that a member, a client or the network did. */
  void tell(String who, String what, Object about) {
    mix(words(about).hashCode());
    tellMore(who, what, about);
  }

  /** What has become of something that was told before: its words, which are costly, are known. */
  void tellMore(String who, String what, Object about) {
    schedule.requireOwner(who, what);
    mix(nanos());
    mix(who.hashCode());
    mix(what.hashCode());
    mix(about.getClass().getName().hashCode());
    add(new Event(nanos(), who, what, about));
  }

  /** Something that was done to the members. */
  void fault(String who, String what, Object about) {
    tell(who, what, about);
    faults.add(new Event(nanos(), who, what, about));
  }

  private void add(Event event) {
    listener.ifPresent(to -> to.accept(event.toString()));
    last.addLast(event);
    if (last.size() > LINES) {
      last.removeFirst();
    }
  }

  private void mix(long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    hash = mixed ^ (mixed >>> 29);
  }

  /**
   * Equal for equal runs: of every event when it was, whose, what and about what, in words. Users'
   * objects enter as their {@code toString}.
   */
  public long hash() {
    return hash;
  }

  /** What was done to the members, a line each. */
  public List<String> faults() {
    return faults.stream().map(Event::toString).toList();
  }

  /** The last things that happened, a line each. */
  public List<String> last(int lines) {
    return last.stream().skip(Math.max(0, last.size() - lines)).map(Event::toString).toList();
  }
}
