package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long histories are judged within a number of steps; steps are the same on every machine. */
class SizeTest {

  private static final int OPERATIONS = 100_000;

  /** Keys, values and clients as in simulations, and a single key that all clients meet at. */
  @ParameterizedTest(name = "{0} clients, {1} keys, loss {2}: {3} steps")
  @CsvSource({
    "16, 100, 0.0, 200000",
    "16, 100, 0.1, 200000",
    "8, 1, 0.0, 1000000",
    "8, 1, 0.1, 1000000",
    "32, 1, 0.1, 6000000"
  })
  void aTrueRunIsAccepted(int clients, int keys, double loss, long steps) {
    List<Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>> history =
        run(clients, keys, OPERATIONS, loss);

    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(new KeyValue<Integer, Integer>()).check(history);

    assertThat(verdict.isLinearizable()).as(verdict::toString).isTrue();
    assertThat(verdict.steps()).isLessThan(steps);
  }

  @Test
  void countersWithUnknownIncrementsAreAccepted() {
    SplittableRandom random = new SplittableRandom(6);
    World<Long, Counter.Input, Counter.Output> world = World.counter(Counter.growing());

    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(world.model())
            .check(TrueRun.of(world, random, 8, 10_000, 0.1));

    assertThat(verdict.isLinearizable()).as(verdict::toString).isTrue();
    assertThat(verdict.steps()).isLessThan(2_000_000);
  }

  /** One stale read among 100,000 operations, shown on few. */
  @ParameterizedTest(name = "{0} clients, {1} keys, loss {2}: {3} steps")
  @CsvSource({"16, 100, 0.0, 1000000", "16, 100, 0.1, 1000000", "8, 1, 0.0, 40000000"})
  void aStaleReadIsFound(int clients, int keys, double loss, long steps) {
    List<Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>> history =
        new ArrayList<>(run(clients, keys, OPERATIONS, loss));
    int at = history.size() * 9 / 10;
    while (!isGet(history.get(at))) {
      at++;
    }
    var read = history.get(at);
    var stale =
        Operation.known(
            read.client(),
            read.input(),
            KeyValue.found(Optional.of(oldValue(history, read))),
            read.start(),
            read.end());
    history.set(at, stale);

    Verdict<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>> verdict =
        new LinearizabilityChecker<>(new KeyValue<Integer, Integer>()).check(history);

    assertThat(verdict).isInstanceOf(Verdict.Violation.class);
    assertThat(verdict.steps()).isLessThan(steps);
    if (verdict
        instanceof
        Verdict.Violation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>
            violation) {
      assertThat(violation.culprit()).isEqualTo(stale);
      assertThat(violation.window().size()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void whatIsTooHardIsUndecidedAndNotCalledLinearizable() {
    WorkBound bound = new WorkBound(1_000, 100_000);

    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(new KeyValue<Integer, Integer>(), bound)
            .check(run(8, 1, 5_000, 0));

    assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
    assertThat(verdict.isLinearizable()).isFalse();
    assertThat(verdict.toString()).contains("raise the bound");
  }

  /** A hard part takes its share only, and a violation elsewhere is not hidden by it. */
  @Test
  void aViolationBesideSomethingTooHardIsFound() {
    List<Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>> history =
        new ArrayList<>(run(8, 1, 5_000, 0));
    history.add(
        Operation.known("c", KeyValue.get(9), KeyValue.found(Optional.of(1)), 100_000, 100_001));

    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(
                new KeyValue<Integer, Integer>(), new WorkBound(1_000, 100_000))
            .check(history);

    assertThat(verdict.toString()).startsWith("Not linearizable at 9: 1 of 1 operations show it.");
  }

  @Test
  void theSameHistoryCostsTheSame() {
    var history = run(8, 3, 2_000, 0.1);
    LinearizabilityChecker<
            Optional<Integer>, KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>
        checker = new LinearizabilityChecker<>(new KeyValue<>());

    assertThat(checker.check(history)).isEqualTo(checker.check(history));
  }

  private static boolean isGet(
      Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>> one) {
    return one.isKnown() && one.input().action() instanceof Register.Read;
  }

  /** A value that was put under the key long before and is surely overwritten. */
  private static int oldValue(
      List<Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>> history,
      Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>> read) {
    for (var one : history.subList(history.size() / 2, history.size())) {
      if (one.isKnown()
          && one.input().key().equals(read.input().key())
          && one.input().action() instanceof Register.Write<Optional<Integer>> write
          && write.value().isPresent()) {
        return write.value().get();
      }
    }
    throw new AssertionError("nothing was put under " + read.input().key());
  }

  private static List<
          Operation<KeyValue.Input<Integer, Integer>, Register.Output<Optional<Integer>>>>
      run(int clients, int keys, int operations, double loss) {
    SplittableRandom random = new SplittableRandom(7);
    int[] last = {0};
    Supplier<KeyValue.Input<Integer, Integer>> inputs =
        () -> {
          int key = random.nextInt(keys);
          int dice = random.nextInt(20);
          if (dice < 10) {
            return KeyValue.get(key);
          }
          if (dice == 10) {
            return KeyValue.delete(key);
          }
          last[0]++;
          return dice < 18
              ? KeyValue.put(key, last[0])
              : KeyValue.cas(key, Optional.of(last[0] - random.nextInt(2 * keys)), last[0]);
        };
    return new TrueRun<>(World.map(keys, 1), inputs, random, loss).run(clients, operations);
  }
}
