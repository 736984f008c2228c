package dev.synod.transaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What an actor will remember in its next write, and does once that is durable (rule A3). */
final class NextWrite {
  private final List<Note> notes = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  /** With this too. */
  void add(List<Note> more, Runnable then) {
    notes.addAll(more);
    afterwards.add(then);
  }

  /** What is to be remembered; a view. */
  List<Note> notes() {
    return Collections.unmodifiableList(notes);
  }

  /** It is durable, or there is nothing to remember. */
  void done() {
    List<Runnable> all = List.copyOf(afterwards);
    notes.clear();
    afterwards.clear();
    all.forEach(Runnable::run);
  }
}
