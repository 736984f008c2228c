package dev.synod.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A violation in words: a line per operation with its interval as a bar, and why nothing fits. */
final class Picture<S, I, O> {

  /** More states than this tell a reader nothing. */
  private static final int STATES_MAX = 8;

  /** A way to a state is told from its end. */
  private static final int CHANGES_MAX = 5;

  private final Layers<S, I, O> part;
  private final Shrink.Window<S> window;
  private final Trial<S, I, O> trial;
  private final Sweep.Result<S> stuck;

  /** False if the trial cost too much: then the search that found the violation must do. */
  private final boolean shrunk;

  Picture(Layers<S, I, O> part, Shrink.Window<S> window, Sweep.Result<S> stuck) {
    this.part = part;
    this.window = window;
    this.trial = new Trial<>(part, window);
    this.stuck = stuck;
    this.shrunk = trial.failsAt(window.culprit());
  }

  List<Operation<I, O>> shown() {
    return window.shown().stream()
        .mapToObj(part.operations::get)
        .sorted(Comparator.comparingLong(Operation::start))
        .toList();
  }

  Operation<I, O> culprit() {
    return part.operations.get(window.culprit());
  }

  /** The states with which the window may begin. */
  List<String> before() {
    return window.starts().stream().map(this::before).distinct().toList();
  }

  private String before(Trial.Start<S> start) {
    String done =
        Stream.concat(start.done().stream().boxed(), start.spent().stream().boxed())
            .filter(window.shown()::get)
            .map(i -> words(part.operations.get(i)))
            .collect(Collectors.joining(", "));
    String state = part.model.describeState(start.state());
    return done.isEmpty() ? state : state + " (in effect already: " + done + ")";
  }

  /** The states in which the object can be when the culprit ends, each with a way to it. */
  List<String> possible() {
    Map<S, Configuration<S>> states = new LinkedHashMap<>();
    for (Configuration<S> one : (shrunk ? trial.result : stuck).last().all()) {
      states.putIfAbsent(one.state, one);
    }
    List<String> lines = new ArrayList<>();
    states.values().stream()
        .limit(STATES_MAX)
        .forEach(one -> lines.add(part.model.describeState(one.state) + way(one)));
    if (states.size() > STATES_MAX) {
      lines.add("... and " + (states.size() - STATES_MAX) + " more");
    }
    return lines;
  }

  private String way(Configuration<S> to) {
    Layers<S, I, O> layers = shrunk ? trial.layers : part;
    Deque<String> changes = new ArrayDeque<>();
    Configuration<S> at = to;
    while (at.parent != null && changes.size() < CHANGES_MAX) {
      if (!at.state.equals(at.parent.state)) {
        changes.addFirst(words(layers.operations.get(at.move)));
      }
      at = at.parent;
    }
    return changes.isEmpty() ? "" : ", by " + String.join(", then ", changes);
  }

  private String words(Operation<I, O> operation) {
    return operation.client() + " " + part.model.describe(operation.input(), operation.output());
  }

  String report(Object partition) {
    List<Operation<I, O>> shown = shown();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Not linearizable%s: %d of %d operations show it."
            .formatted(
                partition.equals(Model.WHOLE) ? "" : " at " + partition,
                shown.size(),
                part.operations.size()));
    lines.add("Before: " + String.join("; or ", before()));
    lines.addAll(bars(shown));
    lines.add("When \"%s\" ended, the object could be:".formatted(words(culprit())));
    possible().forEach(state -> lines.add("  " + state));
    lines.add("In none of these states could it see what it saw, and no other order is left.");
    lines.add(lastFit());
    if (shown.size() < part.operations.size()) {
      lines.add(
          "The operations left out do not help, whenever after their start they took effect.");
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** Tells a stale outcome from one that never was: along one order that came this far. */
  private String lastFit() {
    Configuration<S> at = stuck.last().all().get(0);
    String until = "";
    while (at.parent != null && part.apply(at.state, stuck.last().layer).isEmpty()) {
      if (!at.state.equals(at.parent.state)) {
        Operation<I, O> move = part.operations.get(at.move);
        until = words(move) + "\" (asked at " + move.start() + ")";
      }
      at = at.parent;
    }
    return part.apply(at.state, stuck.last().layer).isEmpty()
        ? "In an order of all that came before, it would have fitted nowhere."
        : "In an order of all that came before, it would have fitted last before \"" + until + ".";
  }

  private List<String> bars(List<Operation<I, O>> shown) {
    List<Long> stamps =
        shown.stream()
            .flatMap(one -> Stream.of(one.start(), one.end()))
            .filter(stamp -> stamp != Operation.NEVER)
            .distinct()
            .sorted()
            .toList();
    int scale = stamps.size() > 24 ? 1 : 3;
    int width = stamps.size() * scale + 1;
    int names = shown.stream().mapToInt(one -> one.client().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Operation<I, O> one : shown) {
      int start = stamps.indexOf(one.start()) * scale;
      int end = one.isKnown() ? stamps.indexOf(one.end()) * scale : width - 1;
      String bar =
          " ".repeat(start)
              + "|"
              + "-".repeat(Math.max(0, end - start - 1))
              + (one.isKnown() ? end > start ? "|" : "" : "?");
      String mark = one.equals(culprit()) ? "   <-- does not fit" : "";
      String words = part.model.describe(one.input(), one.output());
      lines.add(
          ("  %-" + names + "s  %-" + width + "s  %s%s").formatted(one.client(), bar, words, mark));
    }
    return lines;
  }
}
