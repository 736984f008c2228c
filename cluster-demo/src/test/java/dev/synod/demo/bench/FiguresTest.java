package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Open;
import dev.synod.demo.bench.Plan.Target;
import dev.synod.demo.bench.Plan.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> lines = new ArrayList<>();

  private static Figures of(double perSecond) {
    return Figures.NONE.with(Figure.PER_SECOND, perSecond);
  }

  @Test
  void takesTheMiddleOfEachFigureByItself() {
    assertThat(Figures.median(List.of(of(9), of(1), of(3)))).isEqualTo(of(3));
    assertThat(Figures.median(List.of(of(9), of(1)))).isEqualTo(of(5));
    assertThat(Figures.least(List.of(of(9), of(1), of(3)))).isEqualTo(of(1));
    assertThat(Figures.most(List.of(of(9), of(1), of(3)))).isEqualTo(of(9));
    assertThat(Figures.median(List.of(of(9), Figures.NONE))).as("where it is").isEqualTo(of(9));
  }

  @Test
  void areWrittenInSixDigitsAndWholeNumbersAsSuch() {
    Figures figures =
        of(1_234_567).with(Figure.CPU, 0.012345678).with(Figure.P50, 0).with(Figure.ERRORS, 1e20);

    String text = figures.addTo(JsonNodeFactory.instance.objectNode()).toString();

    assertThat(text)
        .isEqualTo(
            "{\"opsPerSecond\":1234567,\"p50Micros\":0,\"cpuSecondsPer1000\":0.0123457,"
                + "\"errors\":100000000000000000000}");
  }

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    Figures figures = of(5).with(Figure.SYNCS, 0.25);
    JsonNode line = figures.addTo(JsonNodeFactory.instance.objectNode().put("mode", "put"));

    assertThat(Figures.of(JSON.readTree(line.toString()))).isEqualTo(figures);
  }

  @Test
  void aLineOfJsonHasTheCellTheSettingAndTheFigures() throws IOException {
    Cell cell = new Cell(Mode.GET, 128, new Closed(16));
    JsonReport report = new JsonReport(lines::add);
    report.begin(new Setting(plan(cell), "ext4", List.of("-Dsynod.proposer.window=2")));

    report.tell(cell, List.of(of(4), of(2)));

    JsonNode line = JSON.readTree(lines.get(0));
    assertThat(lines).hasSize(1);
    assertThat(line.get("mode").asText()).isEqualTo("get");
    assertThat(line.get("outstanding").asInt()).isEqualTo(16);
    assertThat(line.get("latency").asText()).isEqualTo("service time");
    assertThat(line.get("nodes").asInt()).isEqualTo(3);
    assertThat(line.get("consistency").asText()).isEqualTo("linearizable");
    assertThat(line.get("settings").asText()).isEqualTo("-Dsynod.proposer.window=2");
    assertThat(line.get("opsPerSecond").asDouble()).isEqualTo(3);
    assertThat(line.at("/min/opsPerSecond").asDouble()).isEqualTo(2);
    assertThat(line.at("/max/opsPerSecond").asDouble()).isEqualTo(4);
  }

  @Test
  void aTableSaysWhatItsLatencyIsAndWhatIsNotKnown() {
    Cell cell = new Cell(Mode.PUT, 128, new Open(1000));
    TableReport report = new TableReport(lines::add);
    report.begin(new Setting(plan(cell), "ext4", List.of()));

    report.tell(cell, List.of(of(998)));

    assertThat(lines)
        .anyMatch(line -> line.startsWith("open loop: latency from the intended start"));
    assertThat(lines).last().asString().startsWith("put 128 B, 1000/s").contains(" 998 ", " - ");
  }

  private static Plan plan(Cell cell) {
    return new Plan(
        new Target(3, 0, Optional.empty(), "127.0.0.1", "demo"),
        new Times(15, 15, 2),
        List.of(cell),
        "linearizable",
        100,
        false,
        false);
  }
}
