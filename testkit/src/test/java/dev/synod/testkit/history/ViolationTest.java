package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the report of a violation claims is true, and short. */
class ViolationTest {

  @Test
  void drawsTheOperationsThatShowIt() {
    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(new Register<>(0))
            .check(
                Sketch.register(
                    """
                    alice: [w4] [r4] [w1]   [w9 ?          [r3]
                    bob:                  [w2            ]
                    carol:           [r4 ]  [r2]
                    dave:                        [r1]
                    """));

    assertThat(verdict.toString().lines().collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            Not linearizable: 3 of 9 operations show it.
            Before: 1
              bob    |--------------|     write 2
              carol     |--|              read -> 2
              dave            |--|        read -> 1   <-- does not fit
            When "dave read -> 1" ended, the object could be:
              2, by bob write 2
            In none of these states could it see what it saw, and no other order is left.
            In an order of all that came before, it would have fitted last before "bob write 2" (asked at 22).
            The operations left out do not help, whenever after their start they took effect.""");
  }

  @Test
  void tellsAnUnknownOperationByAnOpenBar() {
    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(new KeyValue<String, Integer>())
            .check(
                Sketch.map(
                    """
                    a: [x=1] [x=2 ?
                    b:            [x:2]  [x:1]
                    """));

    assertThat(verdict.toString())
        .contains("Not linearizable at x: 3 of 4 operations show it.")
        .contains("|--------------?  put x=2 -> ?")
        .contains("2, by a put x=2 -> ?");
  }

  /** Eight enqueues that meet give more states than a trial may hold. */
  @Test
  void drawsWhatIsTooHardToShrinkAsItIs() {
    StringBuilder sketch = new StringBuilder();
    for (int item = 1; item <= 8; item++) {
      sketch.append("c").append(item).append(": [e").append(item).append("]\n");
    }
    sketch.append("z:       [d9]");

    Verdict<?, ?> verdict =
        new LinearizabilityChecker<>(new Fifo()).check(Sketch.queue(sketch.toString()));

    assertThat(verdict.toString())
        .startsWith("Not linearizable: 9 of 9 operations show it.")
        .contains("... and 40312 more");
  }

  /** The culprit is what ends the shortest prefix that has no order, by brute force. */
  @ParameterizedTest
  @MethodSource("dev.synod.testkit.history.AgreementTest#worlds")
  <S, I, O> void blamesTheFirstThatDoesNotFit(World<S, I, O> world) {
    violations(world, 1_000)
        .forEach(
            found -> {
              BruteForce<S, I, O> judge = new BruteForce<>(world.model());
              long end = found.verdict().culprit().end();
              assertThat(judge.linearizable(Map.of(), found.history(), end)).isFalse();
              assertThat(judge.linearizable(Map.of(), found.history(), end - 1)).isTrue();
              assertThat(found.history()).containsAll(found.verdict().window());
              assertThat(found.verdict().window()).contains(found.verdict().culprit());
            });
  }

  /**
   * From none of the states before it does the window have an order up to the culprit, with what
   * was left out free to happen or not; and without the culprit it has one.
   */
  @ParameterizedTest
  @MethodSource("dev.synod.testkit.history.AgreementTest#worlds")
  <S, I, O> void theWindowIsAProof(World<S, I, O> world) {
    violations(world, 300)
        .forEach(
            found -> {
              List<Operation<I, O>> history =
                  found.history().stream()
                      .filter(
                          one ->
                              world
                                  .model()
                                  .partition(one.input())
                                  .equals(found.verdict().partition()))
                      .toList();
              Layers<S, I, O> part = new Layers<>(world.model(), history);
              Unknowns<S, I, O> unknowns = new Unknowns<>(part);
              Sweep.Result<S> stuck =
                  new Sweep<>(part, unknowns, new Work(1_000_000), 100_000)
                      .run(List.of(part.start()));
              Shrink.Window<S> window = new Shrink<>(part, unknowns).shrink(stuck);
              requireProof(world.model(), history, window);
            });
  }

  private static <S, I, O> void requireProof(
      Model<S, I, O> model, List<Operation<I, O>> history, Shrink.Window<S> window) {
    long end = history.get(window.culprit()).end();
    BruteForce<S, I, O> judge = new BruteForce<>(model);
    boolean passes = false;
    assertThat(window.starts()).isNotEmpty();
    for (Trial.Start<S> start : window.starts()) {
      Map<Object, S> state =
          Map.of(model.partition(history.get(window.culprit()).input()), start.state());
      BitSet gone = (BitSet) start.done().clone();
      gone.or(start.spent());
      List<Operation<I, O>> all = new ArrayList<>();
      List<Operation<I, O>> shown = new ArrayList<>();
      for (int i = 0; i < history.size(); i++) {
        Operation<I, O> one = history.get(i);
        if (window.shown().get(i) && !gone.get(i)) {
          all.add(one);
          shown.add(one);
        } else if (window.relaxed().get(i) && !gone.get(i)) {
          all.add(Operation.unknown(one.client(), one.input(), one.start()));
        }
      }
      assertThat(judge.linearizable(state, all, end)).as("%s of %s", window, history).isFalse();
      passes |= judge.linearizable(state, shown, end - 1);
    }
    assertThat(passes).as("%s of %s", window, history).isTrue();
  }

  private record Found<I, O>(List<Operation<I, O>> history, Verdict.Violation<I, O> verdict) {}

  private static <S, I, O> Stream<Found<I, O>> violations(World<S, I, O> world, int rounds) {
    SplittableRandom random = new SplittableRandom(4);
    List<Found<I, O>> found = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Operation<I, O>> history = new ArrayList<>(TrueRun.of(world, random, 3, 7, 0.2));
      int at = random.nextInt(history.size());
      history.set(at, AgreementTest.mutated(world, history.get(at), random));
      if (new LinearizabilityChecker<>(world.model()).check(history)
          instanceof Verdict.Violation<I, O> violation) {
        found.add(new Found<>(history, violation));
      }
    }
    assertThat(found).hasSizeGreaterThan(rounds / 60);
    return found.stream();
  }
}
