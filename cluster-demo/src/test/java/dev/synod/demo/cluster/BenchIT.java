package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark as anyone starts it: whether it measures, not how fast. */
class BenchIT {
  private static final int NODES = 3;
  private static final int CHILDREN = 4;

  @TempDir private Path temp;

  @Test
  void tellsItsFiguresInALineAndLeavesNothingBehind() throws Exception {
    Process bench = bench();
    List<ProcessHandle> children = children(bench, CHILDREN);

    String said = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bench.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(bench.exitValue()).as(said + complaints()).isZero();
    assertThat(said.lines()).as(complaints()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(said);
    assertThat(line.path("mode").asText()).isEqualTo("put");
    assertThat(line.path("nodes").asInt()).isEqualTo(3);
    assertThat(line.path("outstanding").asInt()).isEqualTo(4);
    for (String figure :
        List.of(
            "opsPerSecond",
            "p50Micros",
            "p99Micros",
            "p999Micros",
            "bytesPerOperation",
            "fsyncsPerOperation")) {
      assertThat(line.path(figure).asDouble()).as(figure + " in " + said).isPositive();
    }
    assertThat(line.has("cpuSecondsPer1000")).as(said).isTrue();
    assertThat(line.path("errors").asInt(-1)).as(said).isZero();
    assertAllEnd(children);
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void ctrlCLeavesNothingBehindEither() throws Exception {
    Process bench = bench();
    List<ProcessHandle> children = children(bench, CHILDREN);

    Signals.send(Signals.interrupt(), Long.toString(bench.pid()));

    assertThat(bench.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(bench.exitValue()).as(complaints()).isIn(130, 143);
    assertThat(complaints()).isEmpty();
    assertAllEnd(children);
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void itsChildrenEndWhenItIsKilled() throws Exception {
    Process bench = bench();
    List<ProcessHandle> nodes = children(bench, NODES);

    bench.destroyForcibly();

    assertAllEnd(nodes);
  }

  private static List<ProcessHandle> children(Process bench, int count) {
    return await()
        .atMost(Cluster.PATIENCE)
        .failFast("bench has ended", () -> !bench.isAlive())
        .until(() -> jvms(bench), found -> found.size() == count);
  }

  /** It runs other programs for a moment, too. */
  private static List<ProcessHandle> jvms(Process bench) {
    return bench
        .descendants()
        .filter(child -> child.info().command().filter(path -> path.endsWith("java")).isPresent())
        .collect(Collectors.toList());
  }

  private static void assertAllEnd(List<ProcessHandle> children) {
    await()
        .atMost(Cluster.PATIENCE)
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Process bench() throws IOException {
    List<String> command = Cluster.command(Files.createDirectory(temp.resolve("tmp")), "bench");
    command.addAll(List.of("--nodes", "3", "--seconds", "2", "--warm-up", "1"));
    command.addAll(List.of("--outstanding", "4", "--json", "--jvm", "-XX:TieredStopAtLevel=1"));
    return new ProcessBuilder(command).redirectError(temp.resolve("err").toFile()).start();
  }

  private String complaints() throws IOException {
    return Files.readString(temp.resolve("err"));
  }
}
