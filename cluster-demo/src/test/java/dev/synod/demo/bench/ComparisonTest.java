package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.demo.input.BadInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final String SMALL =
      "{\"mode\":\"put\",\"outstanding\":1,\"opsPerSecond\":200,\"p50Micros\":0,\"errors\":0}";
  private static final String LARGE =
      "{\"mode\":\"put\",\"outstanding\":64,\"opsPerSecond\":1000,\"p99Micros\":50}";

  @Test
  void showsHowManyTimesTheFirstTheSecondIs() {
    List<String> lines =
        Comparison.lines(
            Comparison.cells("a", List.of(SMALL)),
            Comparison.cells("b", List.of(SMALL.replace("200", "500"), "")));

    assertThat(lines.get(0)).isEqualTo("mode put, outstanding 1");
    assertThat(lines.get(1)).matches("  ops/s +200 +500 +x 2\\.500");
    assertThat(lines.get(2)).as("no ratio to 0").matches("  p50 us +0 +0 +-");
  }

  @Test
  void namesCellsThatOnlyOneHas() {
    List<String> lines =
        Comparison.lines(
            Comparison.cells("a", List.of(SMALL)), Comparison.cells("b", List.of(LARGE)));

    assertThat(lines)
        .containsExactly(
            "only in the first: mode put, outstanding 1",
            "only in the second: mode put, outstanding 64");
  }

  @Test
  void refusesWhatIsNoFigures() {
    assertThatThrownBy(() -> Comparison.cells("a.json", List.of(SMALL, "ops/s 5")))
        .isInstanceOf(BadInput.class)
        .hasMessage("a.json line 2 is no figures of bench --json");
    assertThatThrownBy(() -> Comparison.cells("a.json", List.of("{}")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> Comparison.cells("a.json", List.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no figures");
  }
}
