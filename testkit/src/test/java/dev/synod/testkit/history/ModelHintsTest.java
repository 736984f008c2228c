package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the ready models tell the checker is true in every small case; lies are noticed. */
class ModelHintsTest {

  @Test
  void aRegisterTellsTheTruth() {
    List<Integer> states = List.of(0, 1, 2);
    Stream<Register.Input<Integer>> writes = states.stream().map(Register.Write::new);
    Stream<Register.Input<Integer>> swaps =
        states.stream()
            .flatMap(from -> states.stream().map(to -> new Register.CompareAndSet<>(from, to)));
    List<Register.Input<Integer>> inputs =
        Stream.of(Stream.of(new Register.Read<Integer>()), writes, swaps)
            .<Register.Input<Integer>>flatMap(some -> some)
            .toList();
    Stream<Register.Output<Integer>> seen = states.stream().map(Register.Value::new);
    List<Register.Output<Integer>> outputs =
        Stream.concat(
                seen,
                Stream.<Register.Output<Integer>>of(
                    new Register.Done<>(),
                    new Register.Swapped<>(true),
                    new Register.Swapped<>(false)))
            .toList();

    requireTruth(new Register<>(0), states, inputs, outputs);
  }

  @Test
  void aMapTellsTheTruth() {
    List<Optional<Integer>> states = List.of(Optional.empty(), Optional.of(1), Optional.of(2));

    requireTruth(
        new KeyValue<>(),
        states,
        List.of(
            KeyValue.get("k"),
            KeyValue.put("k", 1),
            KeyValue.delete("k"),
            KeyValue.cas("k", Optional.of(1), 2),
            KeyValue.cas("k", Optional.empty(), 1)),
        List.of(
            KeyValue.done(),
            KeyValue.swapped(true),
            KeyValue.swapped(false),
            KeyValue.found(Optional.empty()),
            KeyValue.found(Optional.of(1))));
  }

  @Test
  void aCounterTellsTheTruth() {
    List<Long> states = List.of(0L, 1L, 2L, 3L);
    List<Counter.Input> inputs =
        List.of(
            new Counter.Get(),
            new Counter.IncrementAndGet(),
            new Counter.Add(0),
            new Counter.Add(2));
    List<Counter.Output> outputs =
        List.of(
            new Counter.Done(), new Counter.Count(0), new Counter.Count(1), new Counter.Count(2));

    requireTruth(new Counter(), states, inputs, outputs);
    requireTruth(Counter.growing(), states, inputs, outputs);
  }

  private static <S, I, O> void requireTruth(
      Model<S, I, O> model, List<S> states, List<I> inputs, List<O> outputs) {
    for (I input : inputs) {
      for (S state : states) {
        S unknown = model.applyUnknown(state, input);
        requireEffect(model, state, input, unknown);
        for (O output : outputs) {
          Optional<S> after = model.apply(state, input, output);
          boolean possible = after.isPresent();
          Optional<O> seen = Optional.of(output);
          Precondition<S> precondition = model.precondition(input, seen);
          after.ifPresent(s -> assertThat(s).isEqualTo(unknown));
          assertThat(possible && precondition.excludes(state)).isFalse();
          assertThat(possible || !precondition.everywhere()).isTrue();
          // Where an exception is named, every other state will do.
          assertThat(possible || precondition.except().isEmpty() || precondition.excludes(state))
              .isTrue();
          assertThat(possible && model.readOnly(input, seen) && !unknown.equals(state)).isFalse();
        }
      }
    }
  }

  private static <S, I, O> void requireEffect(Model<S, I, O> model, S state, I input, S after) {
    boolean effect = !after.equals(state);
    assertThat(effect && model.readOnly(input, Optional.empty())).isFalse();
    assertThat(effect && model.precondition(input, Optional.empty()).excludes(state)).isFalse();
    assertThat(effect && model.leaves(input).filter(left -> !left.equals(after)).isPresent())
        .isFalse();
    assertThat(model.canLeadTo(state, after)).isTrue();
  }

  @Test
  void aModelThatCallsAWriteReadOnlyIsFoundOut() {
    Model<List<Integer>, Fifo.Input, Fifo.Output> liar =
        new Lying() {
          @Override
          public boolean readOnly(Fifo.Input input, Optional<Fifo.Output> output) {
            return true;
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> new LinearizabilityChecker<>(liar).check(Sketch.queue("a: [e1]")))
        .withMessageContaining("the model contradicts itself")
        .withMessageContaining("is read-only, but changes []");
  }

  @Test
  void aModelThatNamesAWrongPreconditionIsFoundOut() {
    Model<List<Integer>, Fifo.Input, Fifo.Output> liar =
        new Lying() {
          @Override
          public Precondition<List<Integer>> precondition(
              Fifo.Input input, Optional<Fifo.Output> output) {
            return Precondition.exactly(List.of(7));
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> new LinearizabilityChecker<>(liar).check(Sketch.queue("a: [e1]")))
        .withMessageContaining("but fits []");
  }

  @Test
  void aModelThatNamesAWrongStateAfterIsFoundOut() {
    Model<List<Integer>, Fifo.Input, Fifo.Output> liar =
        new Lying() {
          @Override
          public Optional<List<Integer>> leaves(Fifo.Input input) {
            return Optional.of(List.of(7));
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> new LinearizabilityChecker<>(liar).check(Sketch.queue("a: [e1]")))
        .withMessageContaining("leaves [7], but it leaves [1] after []");
  }

  /** A queue to which a test adds a lie. */
  private abstract static class Lying implements Model<List<Integer>, Fifo.Input, Fifo.Output> {

    private final Fifo fifo = new Fifo();

    @Override
    public List<Integer> initial() {
      return fifo.initial();
    }

    @Override
    public Optional<List<Integer>> apply(
        List<Integer> state, Fifo.Input input, Fifo.Output output) {
      return fifo.apply(state, input, output);
    }

    @Override
    public List<Integer> applyUnknown(List<Integer> state, Fifo.Input input) {
      return fifo.applyUnknown(state, input);
    }
  }
}
