package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Open;
import dev.synod.demo.bench.Window.Start;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private final Window window = new Window(100, 200);

  @ParameterizedTest
  @CsvSource({"99, false", "100, true", "199, true", "200, false"})
  void holdsItsBeginningAndNotItsEnd(long moment, boolean held) {
    assertThat(window.holds(moment)).isEqualTo(held);
  }

  @Test
  void standsAClockThatOverflows() {
    Window late = new Window(Long.MAX_VALUE - 5, Long.MIN_VALUE + 5);

    assertThat(late.holds(Long.MIN_VALUE)).isTrue();
    assertThat(late.holds(Long.MIN_VALUE + 5)).isFalse();
  }

  @Test
  void anOpenLoopAnswersForWhatShouldHaveBegunWheneverItEnds() {
    Open open = new Open(10);

    assertThat(window.judges(open, new Start(150, 250), 900)).isTrue();
    assertThat(window.judges(open, new Start(99, 150), 160)).isFalse();
  }

  @Test
  void aClosedLoopAnswersForWhatEndedWheneverItBegan() {
    Closed closed = new Closed(1);

    assertThat(window.judges(closed, new Start(50, 50), 150)).isTrue();
    assertThat(window.judges(closed, new Start(150, 150), 200)).isFalse();
  }

  @Test
  void aSenderThatIsLateMakesAnOpenLoopsOperationLonger() {
    Start late = new Start(100, 170);

    assertThat(Window.latency(new Open(10), late, 180)).isEqualTo(80);
    assertThat(Window.latency(new Closed(1), late, 180)).isEqualTo(10);
  }
}
