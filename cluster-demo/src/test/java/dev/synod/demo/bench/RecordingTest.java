package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Load;
import dev.synod.demo.bench.Cell.Open;
import dev.synod.demo.bench.Window.Start;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MICRO = 1000;
  private static final Percentage DIGITS = Percentage.withPercentage(0.1);

  private final Window window = new Window(SECOND, 3 * SECOND);

  @Test
  void tellsPercentilesOfWhatWasMeasured() {
    Recording recording = new Recording(window, new Closed(1));
    for (int i = 1; i <= 1000; i++) {
      long sent = SECOND + i * MICRO;
      recording.add(new Start(sent, sent), sent + i * MICRO, Answer.DONE);
    }

    Figures figures = recording.figures();
    assertThat(value(figures, Figure.OPERATIONS)).isEqualTo(1000);
    assertThat(value(figures, Figure.PER_SECOND)).isEqualTo(500);
    assertThat(value(figures, Figure.P50)).isCloseTo(500, DIGITS);
    assertThat(value(figures, Figure.P99)).isCloseTo(990, DIGITS);
    assertThat(value(figures, Figure.P999)).isCloseTo(999, DIGITS);
    assertThat(value(figures, Figure.LONGEST)).isCloseTo(1000, DIGITS);
    assertThat(value(figures, Figure.ERRORS)).isZero();
  }

  /** No coordinated omission: a stall is seen by all that should have been sent meanwhile. */
  @Test
  void anOpenLoopMeasuresFromTheIntendedStart() {
    Recording recording = new Recording(window, new Open(1));

    recording.add(new Start(2 * SECOND, 4 * SECOND), 5 * SECOND, Answer.DONE);

    assertThat(value(recording.figures(), Figure.P50)).isCloseTo(3e6, DIGITS);
    assertThat(value(recording.figures(), Figure.OPERATIONS)).as("it ended later").isZero();
  }

  @Test
  void warmUpIsNotCounted() {
    for (Load load : new Load[] {new Closed(1), new Open(1)}) {
      Recording recording = new Recording(window, load);
      recording.add(new Start(0, 0), SECOND - 1, Answer.DONE);
      recording.add(new Start(0, 0), SECOND - 1, Answer.UNKNOWN);

      Figures figures = recording.figures();
      assertThat(value(figures, Figure.OPERATIONS)).isZero();
      assertThat(value(figures, Figure.ERRORS)).isZero();
      assertThat(figures.get(Figure.P50)).isEmpty();
    }
  }

  @Test
  void whatIsUnknownIsAnErrorTooAndNoLatency() {
    Recording recording = new Recording(window, new Closed(1));

    recording.add(new Start(SECOND, SECOND), 2 * SECOND, Answer.REFUSED);
    recording.add(new Start(SECOND, SECOND), 9 * SECOND, Answer.UNKNOWN);

    Figures figures = recording.figures();
    assertThat(value(figures, Figure.ERRORS)).isEqualTo(2);
    assertThat(value(figures, Figure.UNKNOWN)).isEqualTo(1);
    assertThat(figures.get(Figure.P50)).isEmpty();
  }

  private static double value(Figures figures, Figure figure) {
    return figures.get(figure).orElseThrow();
  }
}
