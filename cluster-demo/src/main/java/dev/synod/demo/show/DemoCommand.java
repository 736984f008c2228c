package dev.synod.demo.show;

import dev.synod.demo.client.GaveUpException;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Ports;
import dev.synod.demo.input.Settings;
import dev.synod.demo.process.Fleet;
import dev.synod.demo.process.Home;
import dev.synod.demo.process.NodeFailedException;
import dev.synod.demo.process.NodePlan;
import dev.synod.demo.process.NodeProcess;
import dev.synod.demo.show.Terminal.Tone;
import dev.synod.demo.workload.Workload;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job. Exit status 0 if all promises were kept, else 1. */
@Command(
    name = "demo",
    description =
        "Starts three nodes, loads them, kills the leader, and checks that nothing is lost.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int NODES = 3;
  private static final int PORT = 7355;
  private static final int HTTP_PORT = 8081;
  private static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Settings settings;

  @Option(names = "--once", description = "ends after the checks instead of staying up for curl")
  private boolean once;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "a workload of your own; the format stands in the head of workload.txt")
  private @Nullable Path input;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "keeps the data; without it a temporary directory is removed in the end")
  private @Nullable Path dataDir;

  @Option(
      names = "--port",
      description = "the first of three between nodes; default: any, but 7355 with --data-dir")
  private @Nullable Integer port;

  @Option(
      names = "--http-port",
      description = "the first of three for clients; default: any, but 8081 with --data-dir")
  private @Nullable Integer httpPort;

  private final AtomicBoolean ending = new AtomicBoolean();

  @Override
  public Integer call() throws InterruptedException {
    Workload workload = input == null ? Workload.included() : Workload.of(input);
    List<String> arguments = Objects.requireNonNull(settings).arguments();
    Objects.requireNonNull(settings).config();
    List<Integer> ports = ports();
    Home home = Home.of("demo", dataDir);
    Terminal terminal = terminal();
    Fleet fleet =
        new Fleet(
            NodePlan.group(
                ports.subList(0, NODES), ports.subList(NODES, 2 * NODES), home.path(), arguments),
            System.getProperty("java.class.path"),
            (node, status) -> ended(terminal, node, status));
    Thread hook = new Thread(() -> end(fleet, home), "demo-hook");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      boolean kept = new Show(terminal, fleet, workload).run();
      if (!once) {
        stay(terminal, fleet);
      }
      return kept ? 0 : FAILED;
    } catch (NodeFailedException | GaveUpException e) {
      refuse(e);
      terminal.event(Tone.BAD, "FAILED", String.valueOf(e.getMessage()));
      return FAILED;
    } finally {
      end(fleet, home);
    }
  }

  /** What a node was told is what the demo was told: then it ends as the node did. */
  private static void refuse(RuntimeException failure) {
    if (failure instanceof NodeFailedException node && node.refusal().isPresent()) {
      throw new BadInput(node.refusal().get(), failure);
    }
  }

  private Terminal terminal() {
    return new Terminal(
        Objects.requireNonNull(spec).commandLine().getOut(), CommandLine.Help.Ansi.AUTO.enabled());
  }

  /** First those between nodes, then those for clients. */
  private List<Integer> ports() {
    List<Integer> free = Ports.free(2 * NODES);
    List<Integer> ports =
        IntStream.range(0, 2 * NODES)
            .mapToObj(
                i ->
                    i < NODES
                        ? port("--port", port, PORT, i, free.get(i))
                        : port("--http-port", httpPort, HTTP_PORT, i - NODES, free.get(i)))
            .toList();
    ports.subList(NODES, 2 * NODES).stream()
        .filter(ports.subList(0, NODES)::contains)
        .findFirst()
        .ifPresent(
            twice -> {
              throw new BadInput("--http-port " + twice + " is --port, too; they must differ");
            });
    return ports;
  }

  /** A member's address is part of what its directory holds: it stays with the directory. */
  private int port(String option, @Nullable Integer given, int usual, int offset, int free) {
    if (given == null && dataDir == null) {
      return free;
    }
    int chosen = (given == null ? usual : given) + offset;
    Ports.requirePort(option, chosen, 1);
    Ports.requireFree(option, "127.0.0.1", chosen);
    return chosen;
  }

  private void ended(Terminal terminal, NodeProcess node, int status) {
    if (!ending.get()) {
      terminal.event(Tone.NEWS, "ended", node.plan().id() + " with status " + status);
    }
  }

  private void stay(Terminal terminal, Fleet fleet) throws InterruptedException {
    URI first = fleet.uris().get(0);
    URI last = fleet.uris().get(NODES - 1);
    terminal.line("");
    terminal.line("The nodes stay up: " + fleet.uris() + ". Try");
    terminal.line("  curl -X PUT -d 'hello' " + first + "/kv/greeting");
    terminal.line("  curl " + last + "/kv/greeting");
    terminal.line("  curl " + first + "/bank/audit");
    terminal.line("  curl " + last + "/status");
    terminal.line("Ctrl-c ends them.");
    new CountDownLatch(1).await();
  }

  private void end(Fleet fleet, Home home) {
    ending.set(true);
    fleet.close();
    home.remove();
  }
}
