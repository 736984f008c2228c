package dev.synod.testkit.history;

import java.util.Optional;

/**
 * A counter that starts at 0: add (sees nothing), increment-and-get, get.
 *
 * <p>If amounts are never negative, say so by {@link #growing}: with adds of unknown outcome that
 * makes a check much cheaper.
 */
public final class Counter implements Model<Long, Counter.Input, Counter.Output> {

  /** What is asked of a counter. */
  public sealed interface Input {}

  /** Adds, and sees nothing but that it is done. */
  public record Add(long amount) implements Input {}

  /** Adds one and sees the new count. */
  public record IncrementAndGet() implements Input {}

  /** Asks for the count. */
  public record Get() implements Input {}

  /** What is seen. */
  public sealed interface Output {}

  /** An add is done. */
  public record Done() implements Output {}

  /** The count that was seen. */
  public record Count(long value) implements Output {}

  private final boolean growing;

  /** A counter of which any amount may be added. */
  public Counter() {
    this(false);
  }

  private Counter(boolean growing) {
    this.growing = growing;
  }

  /** A counter to which only amounts of 0 and more are added. */
  public static Counter growing() {
    return new Counter(true);
  }

  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public Optional<Long> apply(Long state, Input input, Output output) {
    long after = applyUnknown(state, input);
    boolean fits =
        input instanceof Add
            ? output instanceof Done
            : output instanceof Count count && count.value() == after;
    return fits ? Optional.of(after) : Optional.empty();
  }

  @Override
  public Long applyUnknown(Long state, Input input) {
    if (input instanceof Add add) {
      if (growing && add.amount() < 0) {
        throw new IllegalArgumentException(
            "add of %d to a growing counter: use new Counter() for amounts below 0"
                .formatted(add.amount()));
      }
      return state + add.amount();
    }
    return input instanceof IncrementAndGet ? state + 1 : state;
  }

  @Override
  public boolean readOnly(Input input, Optional<Output> output) {
    return input instanceof Get;
  }

  @Override
  public Precondition<Long> precondition(Input input, Optional<Output> output) {
    if (output.isPresent() && output.get() instanceof Count count) {
      return Precondition.exactly(
          input instanceof IncrementAndGet ? count.value() - 1 : count.value());
    }
    return Precondition.unclear();
  }

  @Override
  public boolean canLeadTo(Long from, Long to) {
    return !growing || from <= to;
  }

  @Override
  public String describe(Input input, Optional<Output> output) {
    String seen =
        output.map(o -> o instanceof Count count ? " -> " + count.value() : "").orElse(" -> ?");
    if (input instanceof Add add) {
      return "add " + add.amount() + seen;
    }
    return (input instanceof Get ? "get" : "increment-and-get") + seen;
  }
}
