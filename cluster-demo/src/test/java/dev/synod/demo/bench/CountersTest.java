package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.bench.Counters.Count;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CountersTest {
  private static final long SECOND = 1_000_000_000;

  /** Each count by its own time: 2 s of CPU, 4000 B and 50 syncs in a second of 100 operations. */
  @Test
  void shareWhatWasUsedAmongTheOperationsOfThatTime() {
    Counters before = new Counters(count(1, 0), count(10, SECOND), count(3, SECOND));
    Counters after =
        new Counters(count(5, 2 * SECOND), count(4010, 2 * SECOND), count(53, 2 * SECOND));

    Figures figures = after.since(before, 100);

    assertThat(figures)
        .isEqualTo(
            Figures.NONE.with(Figure.CPU, 20.0).with(Figure.BYTES, 40.0).with(Figure.SYNCS, 0.5));
  }

  @Test
  void sayNothingWhereSomethingIsNotKnown() {
    Counters known = new Counters(count(5, SECOND), count(9, SECOND), count(3, SECOND));

    assertThat(known.since(Counters.NONE, 100)).isEqualTo(Figures.NONE);
    assertThat(known.since(known, 0)).isEqualTo(Figures.NONE);
    assertThat(Counters.sum(List.of(OptionalDouble.of(1), OptionalDouble.empty()), 5)).isEmpty();
    assertThat(Counters.sum(List.of(OptionalDouble.of(1), OptionalDouble.of(2)), 5))
        .contains(new Count(3, 5));
  }

  private static Optional<Count> count(double sum, long nanos) {
    return Optional.of(new Count(sum, nanos));
  }
}
