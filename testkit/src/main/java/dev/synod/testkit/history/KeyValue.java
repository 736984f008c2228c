package dev.synod.testkit.history;

import java.util.Optional;

/**
 * A map that starts empty: put, get, delete, compare-and-set, checked key by key.
 *
 * <p>Each key is a {@link Register} of "a value or none", so states and outputs are those of such a
 * register.
 */
public final class KeyValue<K, V>
    implements Model<Optional<V>, KeyValue.Input<K, V>, Register.Output<Optional<V>>> {

  /** What is asked of one key. */
  public record Input<K, V>(K key, Register.Input<Optional<V>> action) {}

  private final Register<Optional<V>> entry = new Register<>(Optional.empty());

  public static <K, V> Input<K, V> put(K key, V value) {
    return new Input<>(key, new Register.Write<>(Optional.of(value)));
  }

  public static <K, V> Input<K, V> get(K key) {
    return new Input<>(key, new Register.Read<>());
  }

  public static <K, V> Input<K, V> delete(K key) {
    return new Input<>(key, new Register.Write<>(Optional.empty()));
  }

  /** Sets the value if the present one is the expected one; empty: if there is none. */
  public static <K, V> Input<K, V> cas(K key, Optional<V> expected, V update) {
    return new Input<>(key, new Register.CompareAndSet<>(expected, Optional.of(update)));
  }

  /** A put or delete was done. */
  public static <V> Register.Output<Optional<V>> done() {
    return new Register.Done<>();
  }

  /** A get saw this; empty: no such key. */
  public static <V> Register.Output<Optional<V>> found(Optional<V> value) {
    return new Register.Value<>(value);
  }

  /** A compare-and-set succeeded, or was refused. */
  public static <V> Register.Output<Optional<V>> swapped(boolean success) {
    return new Register.Swapped<>(success);
  }

  @Override
  public Optional<V> initial() {
    return entry.initial();
  }

  @Override
  public Optional<Optional<V>> apply(
      Optional<V> state, Input<K, V> input, Register.Output<Optional<V>> output) {
    return entry.apply(state, input.action(), output);
  }

  @Override
  public Optional<V> applyUnknown(Optional<V> state, Input<K, V> input) {
    return entry.applyUnknown(state, input.action());
  }

  @Override
  public Object partition(Input<K, V> input) {
    return input.key();
  }

  @Override
  public boolean readOnly(Input<K, V> input, Optional<Register.Output<Optional<V>>> output) {
    return entry.readOnly(input.action(), output);
  }

  @Override
  public Precondition<Optional<V>> precondition(
      Input<K, V> input, Optional<Register.Output<Optional<V>>> output) {
    return entry.precondition(input.action(), output);
  }

  @Override
  public Optional<Optional<V>> leaves(Input<K, V> input) {
    return entry.leaves(input.action());
  }

  @Override
  public String describe(Input<K, V> input, Optional<Register.Output<Optional<V>>> output) {
    Register.Input<Optional<V>> action = input.action();
    String unseen = output.isEmpty() ? " -> ?" : "";
    if (action instanceof Register.Write<Optional<V>> write) {
      return write.value().map(v -> "put " + input.key() + "=" + v).orElse("delete " + input.key())
          + unseen;
    }
    if (action instanceof Register.CompareAndSet<Optional<V>> cas) {
      return "cas %s from %s to %s -> %s"
          .formatted(
              input.key(),
              describeState(cas.expected()),
              describeState(cas.update()),
              Register.describe(output));
    }
    return output.isPresent() && output.get() instanceof Register.Value<Optional<V>> seen
        ? "get " + input.key() + " -> " + describeState(seen.value())
        : "get " + input.key() + " -> ?";
  }

  @Override
  public String describeState(Optional<V> state) {
    return state.map(Object::toString).orElse("none");
  }
}
