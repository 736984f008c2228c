package dev.synod.learner;

import static dev.synod.Cast.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.learner.Lag.Reason;
import dev.synod.protocol.Ballot;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

/** A member that falls behind says so, with the likely reason. */
class LagTest {
  private static final int AHEAD = 1024;

  private static Known heard(long through) {
    return new Known(Ballot.NONE, 0, through, N2);
  }

  private static Window window(long applied, long delivered, long held, long through) {
    return new Window(
        applied, delivered, held, through, TreePMap.empty(), TreePMap.empty(), false, true);
  }

  private static Optional<Reason> reason(Window window, long heard) {
    return Lag.NONE
        .at(window, heard(heard), 0)
        .report(window, heard(heard), AHEAD, Lag.AFTER)
        .map(Lag.Report::reason);
  }

  @Test
  void itIsSaidAfterAWhileAndNotAllTheTime() {
    Window window = window(0, 0, 0, 0);
    Known known = heard(1000);
    Lag lag = Lag.NONE.at(window, known, 5).at(window, known, 9000);

    assertThat(lag.report(window, known, AHEAD, 5 + Lag.AFTER - 1)).isEmpty();
    assertThat(lag.report(window, known, AHEAD, 5 + Lag.AFTER).orElseThrow().line())
        .startsWith(
            "lacks 1000 slots that are chosen, since 10 s; most likely their values do not");
    Lag told = lag.telling(10_005).at(window, known, 10_006);
    assertThat(told.report(window, known, AHEAD, 10_005 + Lag.EVERY - 1)).isEmpty();
    assertThat(told.report(window, known, AHEAD, 10_005 + Lag.EVERY)).isPresent();
  }

  @Test
  void whoHasCaughtUpInBetweenDoesNotLag() {
    Window near = window(1, 1, 1, 1);
    Lag lag = Lag.NONE.at(near, heard(2000), 0).at(near, heard(1000), 5000);

    assertThat(lag).isEqualTo(Lag.NONE);
    assertThat(lag.at(near, heard(2000), 9000).report(near, heard(2000), AHEAD, 18_999)).isEmpty();
  }

  @Test
  void theReasonIsWhereTheSlotsAre() {
    assertThat(reason(window(0, 1024, 5000, 5000), 5000)).contains(Reason.APPLY);
    assertThat(reason(window(0, 0, 0, 5000), 5000)).contains(Reason.DISK);
    assertThat(reason(window(100, 100, 100, 100), 5000)).contains(Reason.NETWORK);
    assertThat(reason(window(100, 100, 100, 100), 1099)).isEmpty();
  }
}
