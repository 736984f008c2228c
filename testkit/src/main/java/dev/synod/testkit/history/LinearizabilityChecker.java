package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges whether a history is linearizable: whether its operations fit one order that the {@link
 * Model} allows and that keeps real time.
 *
 * <p>The search is Wing and Gong's (1993) with Lowe's memory of configurations (2017), part by part
 * (Horn and Kroening 2015), first in depth to find an order, then in breadth to exclude one.
 * Unknown operations may take effect at any time after their start or never. The verdict and its
 * cost depend on the history alone. The bound holds for the whole check, shrinking a violation
 * apart; parts are judged smallest first, so that a hard one leaves the others their share. A
 * violation in one part is a violation, whatever was undecided elsewhere; of several, the one that
 * ended first is shown.
 */
public final class LinearizabilityChecker<S, I, O> {

  private record Stuck<S, I, O>(
      Object partition, Layers<S, I, O> part, Unknowns<S, I, O> unknowns, Sweep.Result<S> result) {

    long end() {
      return part.end(result.last().layer);
    }
  }

  private final Model<S, I, O> model;
  private final WorkBound bound;

  public LinearizabilityChecker(Model<S, I, O> model) {
    this(model, WorkBound.DEFAULT);
  }

  public LinearizabilityChecker(Model<S, I, O> model, WorkBound bound) {
    this.model = model;
    this.bound = bound;
  }

  /** Judges what the notebook holds now. */
  public Verdict<I, O> check(History<I, O> history) {
    return check(history.operations());
  }

  /** Judges the operations; their order in the list does not matter, only their stamps do. */
  public Verdict<I, O> check(List<Operation<I, O>> operations) {
    Map<Object, List<Operation<I, O>>> parts = new LinkedHashMap<>();
    for (Operation<I, O> one : operations) {
      parts.computeIfAbsent(model.partition(one.input()), p -> new ArrayList<>()).add(one);
    }
    return new Check(parts).run();
  }

  private final class Check {

    private final Work work = new Work(bound.steps());
    private final Map<Object, List<Operation<I, O>>> parts;
    private final Map<Object, List<Operation<I, O>>> orders = new LinkedHashMap<>();
    private Optional<Object> undecided = Optional.empty();
    private Optional<Stuck<S, I, O>> stuck = Optional.empty();

    Check(Map<Object, List<Operation<I, O>>> parts) {
      this.parts = parts;
      // Fixes the order in which the witness names the parts.
      parts.keySet().forEach(part -> orders.put(part, List.of()));
    }

    Verdict<I, O> run() {
      parts.entrySet().stream()
          .sorted(Comparator.comparingInt(part -> part.getValue().size()))
          .forEach(part -> judge(part.getKey(), part.getValue()));
      if (stuck.isPresent()) {
        return explain(stuck.get());
      }
      if (undecided.isPresent()) {
        Object part = undecided.get();
        int size = parts.getOrDefault(part, List.of()).size();
        return new Verdict.Undecided<>(part, size, bound, work.steps());
      }
      return new Verdict.Linearizable<>(Collections.unmodifiableMap(orders), work.steps());
    }

    private void judge(Object partition, List<Operation<I, O>> operations) {
      Layers<S, I, O> part = new Layers<>(model, operations);
      Unknowns<S, I, O> unknowns = new Unknowns<>(part);
      Configuration<S> start = part.start();
      // Half of what is left, so that the sweep has as much.
      Work half = new Work(work.left() / 2);
      Optional<Configuration<S>> goal =
          new Dive<>(part, unknowns, half, bound.configurations()).run(start);
      work.add(half);
      if (goal.isEmpty()) {
        Sweep.Result<S> result =
            new Sweep<>(part, unknowns, work, bound.configurations()).run(List.of(start));
        goal = result.goal();
        if (result.stuck()) {
          Stuck<S, I, O> here = new Stuck<>(partition, part, unknowns, result);
          stuck = stuck.filter(other -> other.end() <= here.end()).or(() -> Optional.of(here));
        } else if (goal.isEmpty()) {
          undecided = undecided.or(() -> Optional.of(partition));
        }
      }
      goal.ifPresent(
          end -> orders.put(partition, end.path().stream().map(operations::get).toList()));
    }

    private Verdict<I, O> explain(Stuck<S, I, O> found) {
      Shrink.Window<S> window = new Shrink<>(found.part(), found.unknowns()).shrink(found.result());
      Picture<S, I, O> picture = new Picture<>(found.part(), window, found.result());
      return new Verdict.Violation<>(
          found.partition(),
          picture.before(),
          picture.shown(),
          picture.culprit(),
          picture.possible(),
          picture.report(found.partition()),
          work.steps());
    }
  }
}
