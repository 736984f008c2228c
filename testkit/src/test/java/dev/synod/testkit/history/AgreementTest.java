package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast checker against the definition, on small histories by the thousand. */
class AgreementTest {

  private static final int ROUNDS = 2_000;
  private static final int OPERATIONS_MAX = 7;

  static Stream<Named<World<?, ?, ?>>> worlds() {
    return Stream.of(
        Named.of("register with 2 values", World.register(2)),
        Named.of("register with 3 values", World.register(3)),
        Named.of("register with 6 values", World.register(6)),
        Named.of("map with 2 keys, 2 values", World.map(2, 2)),
        Named.of("map with 1 key, 3 values", World.map(1, 3)),
        Named.of("counter", World.counter(new Counter())),
        Named.of("growing counter", World.counter(Counter.growing())),
        Named.of("queue", World.queue()));
  }

  /** Outputs and intervals drawn at random: most are wrong. */
  @ParameterizedTest
  @MethodSource("worlds")
  <S, I, O> void agreesOnRandomHistories(World<S, I, O> world) {
    SplittableRandom random = new SplittableRandom(1);
    Tally tally = new Tally();

    for (int round = 0; round < ROUNDS; round++) {
      tally.add(judge(world, drawn(world, random)));
    }

    tally.requireBoth();
  }

  /** True runs: all are right. */
  @ParameterizedTest
  @MethodSource("worlds")
  <S, I, O> void acceptsTrueRuns(World<S, I, O> world) {
    SplittableRandom random = new SplittableRandom(2);

    for (int round = 0; round < ROUNDS; round++) {
      List<Operation<I, O>> history = trueRun(world, random);

      assertThat(judge(world, history)).as(() -> history.toString()).isTrue();
    }
  }

  /** True runs with one output or interval changed: near misses, right and wrong. */
  @ParameterizedTest
  @MethodSource("worlds")
  <S, I, O> void agreesOnMutatedRuns(World<S, I, O> world) {
    SplittableRandom random = new SplittableRandom(3);
    Tally tally = new Tally();

    for (int round = 0; round < ROUNDS; round++) {
      List<Operation<I, O>> history = new ArrayList<>(trueRun(world, random));
      int at = random.nextInt(history.size());
      history.set(at, mutated(world, history.get(at), random));
      tally.add(judge(world, history));
    }

    tally.requireBoth();
  }

  /** What both say; fails if they differ. */
  private static <S, I, O> boolean judge(World<S, I, O> world, List<Operation<I, O>> history) {
    boolean truth = new BruteForce<>(world.model()).linearizable(history);

    Verdict<I, O> verdict = new LinearizabilityChecker<>(world.model()).check(history);
    Verdict<I, O> plain = new LinearizabilityChecker<>(new Plain<>(world.model())).check(history);

    assertThat(verdict.isLinearizable()).as(() -> history + "\n" + verdict).isEqualTo(truth);
    assertThat(plain.isLinearizable()).as(() -> history + "\n" + plain).isEqualTo(truth);
    Witness.require(world.model(), history, verdict);
    return truth;
  }

  private static <S, I, O> List<Operation<I, O>> trueRun(
      World<S, I, O> world, SplittableRandom random) {
    return TrueRun.of(
        world,
        random,
        random.nextInt(1, 5),
        random.nextInt(1, OPERATIONS_MAX + 1),
        random.nextInt(3) * 0.25);
  }

  private static <S, I, O> List<Operation<I, O>> drawn(
      World<S, I, O> world, SplittableRandom random) {
    int count = random.nextInt(1, OPERATIONS_MAX + 1);
    List<Operation<I, O>> history = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      I input = world.ask(random);
      long start = random.nextLong(3L * count);
      history.add(
          random.nextInt(5) == 0
              ? Operation.unknown("c" + i, input, start)
              : Operation.known(
                  "c" + i,
                  input,
                  world.guess(input, random),
                  start,
                  start + random.nextLong(2L * count)));
    }
    return history;
  }

  static <S, I, O> Operation<I, O> mutated(
      World<S, I, O> world, Operation<I, O> one, RandomGenerator random) {
    Optional<O> output = one.output().map(seen -> world.guess(one.input(), random));
    if (output.isEmpty() || random.nextBoolean()) {
      return new Operation<>(one.client(), one.input(), output, one.start(), one.end());
    }
    long start = random.nextLong(one.end() + 1);
    return new Operation<>(
        one.client(), one.input(), one.output(), start, start + random.nextLong(6));
  }

  /** Counts right and wrong histories: a test that meets one kind only proves little. */
  private static final class Tally {
    private int right;
    private int wrong;

    void add(boolean linearizable) {
      right += linearizable ? 1 : 0;
      wrong += linearizable ? 0 : 1;
    }

    void requireBoth() {
      assertThat(right).isGreaterThan(ROUNDS / 20);
      assertThat(wrong).isGreaterThan(ROUNDS / 20);
    }
  }
}
