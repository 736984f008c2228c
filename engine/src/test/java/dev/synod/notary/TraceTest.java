package dev.synod.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
  @Test
  void keepsTheTokensOfTheLastStarts() {
    Trace trace = Trace.NONE;
    for (long token = 1; token <= 20; token++) {
      trace = trace.starting(token * 10);
    }

    assertThat(trace.starts()).isEqualTo(20);
    assertThat(trace.token()).isEqualTo(200);
    assertThat(trace.tokens()).hasSize(16);
    assertThat(trace.tokenOf(20)).hasValue(200);
    assertThat(trace.tokenOf(5)).hasValue(50);
    assertThat(trace.tokenOf(4)).isEmpty();
    assertThat(trace.tokenOf(21)).isEmpty();
  }

  @Test
  void refusesWhatNoDiskLeaves() {
    assertThatThrownBy(() -> new Trace(1, List.of(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a disk with 1 starts has 1 tokens, not 0, and events from 0 on, not 0 to 0");
    assertThatThrownBy(() -> new Trace(0, List.of(), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Too long ago to be compared: the number of starts and of events must do. */
  @Test
  void aSightingFromLongAgoDoesNotObject() {
    Trace old = Trace.NONE.starting(-1).finding(7);
    Sighting sighting = Sighting.of(Notaries.id(2), Notaries.disk(2), old);
    Trace now = old;
    for (long token = 1; token <= 20; token++) {
      now = now.starting(token);
    }

    assertThat(sighting.objection(now)).isEmpty();
    assertThat(sighting.objection(now.finding(6)))
        .contains("its journal began with 6 events, but 7 were seen");
    assertThat(sighting.objection(Trace.NONE))
        .contains("it is at its start number 0, but number 1 was seen");
  }
}
