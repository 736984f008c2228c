package dev.synod.testkit.history;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A model that is alive: what clients may ask, and what the object truly answers. */
interface World<S, I, O> {

  Model<S, I, O> model();

  I ask(RandomGenerator random);

  O answer(S state, I input);

  /** Some output that an input like this could have, right or wrong. */
  O guess(I input, RandomGenerator random);

  /** A register with values from 0 on. */
  static World<Integer, Register.Input<Integer>, Register.Output<Integer>> register(int values) {
    return new World<>() {
      @Override
      public Model<Integer, Register.Input<Integer>, Register.Output<Integer>> model() {
        return new Register<>(0);
      }

      @Override
      public Register.Input<Integer> ask(RandomGenerator random) {
        return action(random, random.nextInt(values), random.nextInt(values));
      }

      @Override
      public Register.Output<Integer> answer(Integer state, Register.Input<Integer> input) {
        return World.answer(state, input);
      }

      @Override
      public Register.Output<Integer> guess(Register.Input<Integer> input, RandomGenerator random) {
        return World.answer(random.nextInt(values), input);
      }
    };
  }

  /** A map with keys and values from 0 on. */
  static World<
          Optional<Integer>, KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>
      map(int keys, int values) {
    return new World<>() {
      @Override
      public Model<
              Optional<Integer>,
              KeyValue.Input<Integer, Integer>,
              Register.Output<Optional<Integer>>>
          model() {
        return new KeyValue<>();
      }

      @Override
      public KeyValue.Input<Integer, Integer> ask(RandomGenerator random) {
        return new KeyValue.Input<>(
            random.nextInt(keys), action(random, value(random), value(random)));
      }

      private Optional<Integer> value(RandomGenerator random) {
        return Optional.of(random.nextInt(-1, values)).filter(value -> value >= 0);
      }

      @Override
      public Register.Output<Optional<Integer>> answer(
          Optional<Integer> state, KeyValue.Input<Integer, Integer> input) {
        return World.answer(state, input.action());
      }

      @Override
      public Register.Output<Optional<Integer>> guess(
          KeyValue.Input<Integer, Integer> input, RandomGenerator random) {
        return World.answer(value(random), input.action());
      }
    };
  }

  /** A counter with small amounts, some below 0 unless it only grows. */
  static World<Long, Counter.Input, Counter.Output> counter(Counter model) {
    return new World<>() {
      @Override
      public Model<Long, Counter.Input, Counter.Output> model() {
        return model;
      }

      @Override
      public Counter.Input ask(RandomGenerator random) {
        return switch (random.nextInt(3)) {
          case 0 -> new Counter.Get();
          case 1 -> new Counter.IncrementAndGet();
          default -> new Counter.Add(random.nextInt(model.canLeadTo(1L, 0L) ? -2 : 1, 3));
        };
      }

      @Override
      public Counter.Output answer(Long state, Counter.Input input) {
        return input instanceof Counter.Add
            ? new Counter.Done()
            : new Counter.Count(model.applyUnknown(state, input));
      }

      @Override
      public Counter.Output guess(Counter.Input input, RandomGenerator random) {
        return answer(random.nextLong(5), input);
      }
    };
  }

  /** A queue of small numbers. */
  static World<List<Integer>, Fifo.Input, Fifo.Output> queue() {
    return new World<>() {
      @Override
      public Model<List<Integer>, Fifo.Input, Fifo.Output> model() {
        return new Fifo();
      }

      @Override
      public Fifo.Input ask(RandomGenerator random) {
        return new Fifo.Input(Optional.of(random.nextInt(-3, 3)).filter(item -> item >= 0));
      }

      @Override
      public Fifo.Output answer(List<Integer> state, Fifo.Input input) {
        return Fifo.output(state, input);
      }

      @Override
      public Fifo.Output guess(Fifo.Input input, RandomGenerator random) {
        return input.item().isPresent()
            ? new Fifo.Output(Optional.empty())
            : new Fifo.Output(Optional.of(random.nextInt(-1, 3)).filter(item -> item >= 0));
      }
    };
  }

  private static <V> Register.Input<V> action(RandomGenerator random, V one, V other) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Register.Read<>();
      case 2, 3 -> new Register.Write<>(one);
      default -> new Register.CompareAndSet<>(one, other);
    };
  }

  private static <V> Register.Output<V> answer(V state, Register.Input<V> input) {
    if (input instanceof Register.CompareAndSet<V> cas) {
      return new Register.Swapped<>(cas.expected().equals(state));
    }
    return input instanceof Register.Write ? new Register.Done<>() : new Register.Value<>(state);
  }
}
