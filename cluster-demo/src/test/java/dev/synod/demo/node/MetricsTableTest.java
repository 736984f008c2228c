package dev.synod.demo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.Session;
import dev.synod.demo.input.Ports;
import dev.synod.metrics.Measure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's table of metrics is what a node that works shows, and all of it. */
class MetricsTableTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(synod_\\w+)` \\| `(synod\\.[\\w.]+)` \\| (\\w*) \\| .+ \\|$", Pattern.MULTILINE);
  private static final Pattern FAMILY =
      Pattern.compile("^# TYPE (synod_\\w+) (\\w+)$", Pattern.MULTILINE);

  @TempDir private static Path home;
  private static String scraped = "";

  /** A row's meter, as the engine names it. */
  private record Row(String title, String unit) {}

  @BeforeAll
  static void runAMember() throws IOException, InterruptedException {
    List<Integer> ports = Ports.free(2);
    String members = "n1@127.0.0.1:" + ports.get(0);
    try (LocalNode node = new LocalNode(home, "n1", ports.get(0), ports.get(1), members)) {
      node.awaitReady();
      Session session =
          new Session(new Api(LocalNode.PATIENCE), List.of(node.uri()), 0, LocalNode.PATIENCE);
      assertThat(session.put("/kv/a", "x").ok()).isTrue();
      scraped = metrics(node.uri());
    }
  }

  private static String metrics(URI node) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(node.resolve("/metrics")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void everyMeterOfANodeHasARowAndEveryRowAMeter() throws IOException {
    // Micrometer shows the largest of late as a family of its own, which the README says once.
    List<String> families =
        FAMILY
            .matcher(scraped)
            .results()
            .map(match -> match.group(1))
            .filter(family -> !family.endsWith("_max"))
            .toList();

    assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(families);
  }

  @Test
  void everyMeasureOfTheEngineHasARowWithItsUnit() throws IOException {
    List<Row> measures =
        Arrays.stream(Measure.values()).map(m -> new Row(m.title(), m.unit())).toList();

    assertThat(rows().values()).containsAll(measures);
  }

  @Test
  void whatWasDoneIsCounted() {
    assertThat(scraped)
        .contains("synod_leader{group=\"demo\",member=\"n1\"} 1.0")
        .containsPattern("synod_elections_total\\{cause=\"[a-z-]+\",.*} 1\\.0")
        .containsPattern("synod_commands_total\\{.*outcome=\"committed\",.*} [12]\\.0")
        .containsPattern("synod_commit_latency_seconds_bucket\\{.*le=\"\\+Inf\"} [12]\n")
        .containsPattern("synod_store_sync_seconds_count [1-9]");
  }

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    for (MatchResult row : ROW.matcher(Files.readString(README)).results().toList()) {
      rows.put(row.group(1), new Row(row.group(2), row.group(3)));
    }
    return rows;
  }
}
