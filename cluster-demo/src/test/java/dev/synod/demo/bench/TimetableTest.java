package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void doesNotDriftWhereTheIntervalIsNoWholeNumber() {
    Timetable times = new Timetable(7, 3);

    assertThat(times.due(0)).isEqualTo(7);
    assertThat(times.due(1)).isEqualTo(7 + 333_333_333);
    assertThat(times.due(3_000_000)).isEqualTo(7 + 1_000_000 * SECOND);
  }

  @Test
  void countsWhatIsDueBeforeAMoment() {
    Timetable times = new Timetable(0, 10);

    assertThat(times.dueBefore(-1)).isZero();
    assertThat(times.dueBefore(0)).isZero();
    assertThat(times.dueBefore(1)).isEqualTo(1);
    assertThat(times.dueBefore(SECOND)).isEqualTo(10);
    assertThat(times.dueBefore(SECOND + 1)).isEqualTo(11);
  }
}
