package dev.synod.testkit.history;

import java.util.Optional;

/** A register: read, write, compare-and-set; it starts with a given value. */
public final class Register<V> implements Model<V, Register.Input<V>, Register.Output<V>> {

  /** What is asked of a register. */
  public sealed interface Input<V> {}

  /** Asks for the value. */
  public record Read<V>() implements Input<V> {}

  /** Sets the value. */
  public record Write<V>(V value) implements Input<V> {}

  /** Sets the value if it is the expected one. */
  public record CompareAndSet<V>(V expected, V update) implements Input<V> {}

  /** What is seen. */
  public sealed interface Output<V> {}

  /** A read saw this. */
  public record Value<V>(V value) implements Output<V> {}

  /** A write is done. */
  public record Done<V>() implements Output<V> {}

  /** A compare-and-set did set the value, or refused. */
  public record Swapped<V>(boolean success) implements Output<V> {}

  private final V initial;

  public Register(V initial) {
    this.initial = initial;
  }

  @Override
  public V initial() {
    return initial;
  }

  @Override
  public Optional<V> apply(V state, Input<V> input, Output<V> output) {
    if (input instanceof Write<V> write) {
      return output instanceof Done ? Optional.of(write.value()) : Optional.empty();
    }
    if (input instanceof CompareAndSet<V> cas) {
      boolean success = state.equals(cas.expected());
      return output instanceof Swapped<V> swapped && swapped.success() == success
          ? Optional.of(success ? cas.update() : state)
          : Optional.empty();
    }
    return output instanceof Value<V> seen && seen.value().equals(state)
        ? Optional.of(state)
        : Optional.empty();
  }

  @Override
  public V applyUnknown(V state, Input<V> input) {
    if (input instanceof Write<V> write) {
      return write.value();
    }
    return input instanceof CompareAndSet<V> cas && state.equals(cas.expected())
        ? cas.update()
        : state;
  }

  @Override
  public boolean readOnly(Input<V> input, Optional<Output<V>> output) {
    return input instanceof Read || refused(output);
  }

  @Override
  public Precondition<V> precondition(Input<V> input, Optional<Output<V>> output) {
    if (input instanceof CompareAndSet<V> cas) {
      return refused(output)
          ? Precondition.except(cas.expected())
          : Precondition.exactly(cas.expected());
    }
    if (input instanceof Read) {
      return output.isPresent() && output.get() instanceof Value<V> seen
          ? Precondition.exactly(seen.value())
          : Precondition.unclear();
    }
    return output.isEmpty() || output.get() instanceof Done
        ? Precondition.none()
        : Precondition.unclear();
  }

  @Override
  public Optional<V> leaves(Input<V> input) {
    if (input instanceof Write<V> write) {
      return Optional.of(write.value());
    }
    return input instanceof CompareAndSet<V> cas ? Optional.of(cas.update()) : Optional.empty();
  }

  private static <V> boolean refused(Optional<Output<V>> output) {
    return output.isPresent() && output.get() instanceof Swapped<V> swapped && !swapped.success();
  }

  @Override
  public String describe(Input<V> input, Optional<Output<V>> output) {
    if (input instanceof Write<V> write) {
      return "write " + write.value() + (output.isEmpty() ? " -> ?" : "");
    }
    String asked =
        input instanceof CompareAndSet<V> cas
            ? "cas " + cas.expected() + " to " + cas.update()
            : "read";
    return asked + " -> " + describe(output);
  }

  static <V> String describe(Optional<Output<V>> output) {
    if (output.isPresent() && output.get() instanceof Value<V> seen) {
      return seen.value().toString();
    }
    if (output.isPresent() && output.get() instanceof Swapped<V> swapped) {
      return swapped.success() ? "ok" : "refused";
    }
    return output.isPresent() ? "done" : "?";
  }
}
