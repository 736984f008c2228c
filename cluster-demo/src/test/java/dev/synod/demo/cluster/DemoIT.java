package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as anyone starts it. */
class DemoIT {
  private static final int TRANSFERS = 800;

  @TempDir private Path temp;

  @Test
  void keepsAllPromisesAndLeavesNoJvmBehind() throws Exception {
    Process demo = demo("--once", "--input", workload().toString());
    List<ProcessHandle> children = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = demo.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        demo.descendants().filter(child -> !children.contains(child)).forEach(children::add);
      }
    }

    String said = String.join("\n", lines);
    assertThat(demo.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(demo.exitValue()).as(said).isZero();
    assertThat(said)
        .contains("kill -9", "elected", "writing", "restart", "caught up")
        .containsPattern("ok +each line has an outcome")
        .containsPattern("ok +each acknowledged transfer is there exactly once")
        .containsPattern("ok +no other transfer is there")
        .containsPattern("ok +the sum of all balances is unchanged")
        .containsPattern("ok +the inventory is what was acknowledged")
        .containsPattern("ok +all replicas hold the same state")
        .doesNotContain("FAILED", "\u001b");
    assertThat(children).hasSizeGreaterThanOrEqualTo(4);
    assertAllEnd(children);
  }

  @Test
  void itsNodesEndWhenItIsKilled() throws Exception {
    Process demo = demo("--once", "--input", workload().toString());
    await()
        .atMost(Cluster.PATIENCE)
        .until(() -> demo.descendants().count() == 3 || !demo.isAlive());
    List<ProcessHandle> children = demo.descendants().collect(Collectors.toList());
    assertThat(children).hasSize(3);

    demo.destroyForcibly();

    assertAllEnd(children);
  }

  private static void assertAllEnd(List<ProcessHandle> children) {
    await()
        .atMost(Cluster.PATIENCE)
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Process demo(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.addAll(
        System.getProperty("synod.demo.classpath") == null
            ? List.of("-jar", Cluster.JAR.toString())
            : List.of("-cp", Cluster.classPath(), "dev.synod.demo.Main"));
    command.add("demo");
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private Path workload() throws IOException {
    Stream<String> opens =
        IntStream.range(0, 10).mapToObj(i -> "open account-%d 10000".formatted(i));
    Stream<String> transfers =
        IntStream.range(0, TRANSFERS)
            .mapToObj(
                i ->
                    "transfer t%d account-%d account-%d %d"
                        .formatted(i, i % 10, (i * 7 + 3) % 10, 1 + i * 37 % 4000));
    Stream<String> stock =
        IntStream.range(0, 100).mapToObj(i -> "stock item-%d %+d".formatted(i % 5, 3 - i % 4));
    String lines =
        Stream.concat(opens, Stream.concat(transfers, stock.filter(line -> !line.endsWith("+0"))))
            .collect(Collectors.joining("\n"));
    return Files.writeString(temp.resolve("workload.txt"), lines);
  }
}
