package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.demo.client.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as anyone starts it. */
class DemoIT {
  private static final List<String> IDS = List.of("n1", "n2", "n3");
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

  /** Its own words and its own status, and at once: the others would wait for it for a minute. */
  @Test
  void passesOnWhyANodeCannotStart() throws Exception {
    Path data = Files.createDirectory(temp.resolve("data"));
    Files.writeString(data.resolve("n2"), "a file");

    List<Integer> ports = Cluster.sixInARow();
    Process demo =
        demo(
            "--once",
            "--data-dir=" + data,
            "--port=" + ports.get(0),
            "--http-port=" + ports.get(3));

    String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(demo.waitFor()).as(said).isEqualTo(2);
    assertThat(said.lines())
        .last()
        .asString()
        .startsWith("demo: n2: data directory " + data.resolve("n2") + " is a file");
  }

  /** A node that stalls is put out by the others, learns it when it goes on, and ends with 3. */
  @Test
  void staysUpStartsADownedNodeAgainAndEndsWithCtrlC() throws Exception {
    Path data = Files.createDirectory(temp.resolve("data"));
    Path work = Files.writeString(temp.resolve("one.txt"), "open alice 5\n");
    List<Integer> ports = Cluster.sixInARow();
    Process demo =
        demo(
            "--input=" + work,
            "--data-dir=" + data,
            "--port=" + ports.get(0),
            "--http-port=" + ports.get(3),
            "-Dpekko.cluster.split-brain-resolver.stable-after=3s",
            "-Dpekko.cluster.split-brain-resolver.down-all-when-unstable=off");
    List<String> lines = listen(demo);
    awaitLine(demo, lines, "Ctrl-c ends them");
    assertThat(String.join("\n", lines)).doesNotContain("FAILED");

    // Who has not joined yet is put out by nobody, and the dead one counts as long as it is there.
    awaitWith(lines, data, () -> up(data));
    int victim = killed(lines).equals("n3") ? 1 : 2;
    String id = "n" + (victim + 1);
    String stalled = holder(data, id);
    Signals.send("STOP", stalled);
    awaitWith(lines, data, () -> downed(data, ports.get(victim)));
    Signals.send("CONT", stalled);

    awaitLine(demo, lines, id + " with status 3");
    Api api = new Api(Cluster.PATIENCE);
    URI restarted = URI.create("http://127.0.0.1:" + ports.get(3 + victim));
    await()
        .atMost(Cluster.PATIENCE)
        .ignoreExceptions()
        .until(() -> api.get(restarted, "/health/ready").ok());
    assertThat(holder(data, id)).isNotEqualTo(stalled);

    List<ProcessHandle> children =
        await()
            .atMost(Cluster.PATIENCE)
            .until(
                () -> demo.descendants().collect(Collectors.toList()), found -> found.size() == 3);
    Signals.send(Signals.interrupt(), Long.toString(demo.pid()));
    assertThat(demo.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
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

  /** The node that the demo has killed and brought back. */
  private static String killed(List<String> lines) {
    String restart =
        lines.stream().filter(line -> line.contains("  restart ")).findFirst().orElseThrow();
    return IDS.stream().filter(id -> restart.contains(" " + id + " ")).findFirst().orElseThrow();
  }

  /** All are, as they run now. */
  private static boolean up(Path data) throws IOException {
    for (String id : IDS) {
      String line = "process " + holder(data, id) + " is up in the Pekko cluster";
      if (!Files.readString(data.resolve(id + ".log")).contains(line)) {
        return false;
      }
    }
    return true;
  }

  private static boolean downed(Path data, int port) throws IOException {
    Pattern decision = Pattern.compile("is downing \\[[^]]*:" + port + "[],]");
    for (String id : IDS) {
      if (decision.matcher(Files.readString(data.resolve(id + ".log"))).find()) {
        return true;
      }
    }
    return false;
  }

  private static String holder(Path data, String id) throws IOException {
    return Files.readString(data.resolve(id).resolve("LOCK")).strip();
  }

  private static List<String> listen(Process demo) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread listener = new Thread(() -> demo.inputReader().lines().forEach(lines::add));
    listener.setDaemon(true);
    listener.start();
    return lines;
  }

  private static void awaitLine(Process demo, List<String> lines, String part) {
    await(part)
        .atMost(Cluster.PATIENCE)
        .until(() -> !demo.isAlive() || lines.stream().anyMatch(line -> line.contains(part)));
    assertThat(demo.isAlive()).as(String.join("\n", lines)).isTrue();
  }

  /** What the demo and its nodes have said is what there is to find out why it did not happen. */
  private static void awaitWith(List<String> lines, Path data, Callable<Boolean> condition)
      throws IOException {
    try {
      await().atMost(Cluster.PATIENCE).until(condition);
    } catch (ConditionTimeoutException e) {
      StringBuilder said = new StringBuilder(String.join("\n", lines));
      for (String id : IDS) {
        said.append("\n--- ").append(id).append(", held by ").append(holder(data, id)).append('\n');
        said.append(Files.readString(data.resolve(id + ".log")));
      }
      throw new AssertionError(said.toString(), e);
    }
  }

  private static void assertAllEnd(List<ProcessHandle> children) {
    await()
        .atMost(Cluster.PATIENCE)
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Process demo(String... options) throws IOException {
    List<String> command = Cluster.command(temp, "demo");
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
