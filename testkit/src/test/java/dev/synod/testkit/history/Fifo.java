package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A queue as a user would model it: nothing but the three methods that a model needs. */
final class Fifo implements Model<List<Integer>, Fifo.Input, Fifo.Output> {

  /** Enqueues the item, or dequeues if there is none. */
  record Input(Optional<Integer> item) {}

  /** What a dequeue took; empty for an enqueue and for an empty queue. */
  record Output(Optional<Integer> item) {}

  @Override
  public List<Integer> initial() {
    return List.of();
  }

  @Override
  public Optional<List<Integer>> apply(List<Integer> state, Input input, Output output) {
    return output.equals(output(state, input))
        ? Optional.of(applyUnknown(state, input))
        : Optional.empty();
  }

  @Override
  public List<Integer> applyUnknown(List<Integer> state, Input input) {
    List<Integer> after = new ArrayList<>(state);
    input.item().ifPresent(after::add);
    return input.item().isEmpty() && !state.isEmpty() ? after.subList(1, after.size()) : after;
  }

  @Override
  public String describe(Input input, Optional<Output> output) {
    return input
        .item()
        .map(item -> "enqueue " + item)
        .orElseGet(
            () -> "dequeue -> " + output.flatMap(Output::item).map(Object::toString).orElse("-"));
  }

  static Output output(List<Integer> state, Input input) {
    return new Output(
        input.item().isPresent() || state.isEmpty() ? Optional.empty() : Optional.of(state.get(0)));
  }
}
