package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories too large for brute force: the two searches, with and without hints, must agree. */
class SearchTest {

  private static final int ROUNDS = 150;

  @ParameterizedTest
  @MethodSource("dev.synod.testkit.history.AgreementTest#worlds")
  <S, I, O> void depthAndBreadthAgreeWithAndWithoutHints(World<S, I, O> world) {
    SplittableRandom random = new SplittableRandom(5);
    int wrong = 0;

    for (int round = 0; round < ROUNDS; round++) {
      List<Operation<I, O>> history = new ArrayList<>(TrueRun.of(world, random, 4, 24, 0.1));
      if (round % 2 == 0) {
        int at = random.nextInt(history.size());
        history.set(at, AgreementTest.mutated(world, history.get(at), random));
      }
      Object part = world.model().partition(history.get(0).input());
      history.removeIf(one -> !world.model().partition(one.input()).equals(part));

      boolean breadth = breadth(world.model(), history);

      assertThat(depth(world.model(), history)).as(() -> history.toString()).isEqualTo(breadth);
      assertThat(breadth(new Plain<>(world.model()), history))
          .as(() -> history.toString())
          .isEqualTo(breadth);
      assertThat(breadth || round % 2 == 0).isTrue();
      wrong += breadth ? 0 : 1;
    }

    assertThat(wrong).isGreaterThan(ROUNDS / 50);
  }

  private static <S, I, O> boolean depth(Model<S, I, O> model, List<Operation<I, O>> history) {
    Layers<S, I, O> layers = new Layers<>(model, history);
    Work work = new Work(10_000_000);
    Optional<Configuration<S>> end =
        new Dive<>(layers, new Unknowns<>(layers), work, 500_000).run(layers.start());
    assertThat(work.spent()).isFalse();
    return end.isPresent();
  }

  private static <S, I, O> boolean breadth(Model<S, I, O> model, List<Operation<I, O>> history) {
    Layers<S, I, O> layers = new Layers<>(model, history);
    Sweep.Result<S> result =
        new Sweep<>(layers, new Unknowns<>(layers), new Work(10_000_000), 500_000)
            .run(List.of(layers.start()));
    assertThat(result.goal().isPresent()).isNotEqualTo(result.stuck());
    return result.goal().isPresent();
  }
}
