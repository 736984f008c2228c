package dev.synod.demo.bench;

import dev.synod.demo.bench.Plan.Target;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Directories;
import dev.synod.demo.input.Ports;
import dev.synod.demo.input.Settings;
import dev.synod.demo.process.Home;
import dev.synod.demo.process.Jvm;
import dev.synod.demo.process.NodeFailedException;
import dev.synod.demo.process.NodePlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast a group is. Exit status 0 with figures, 1 without, 2 for bad input. */
@Command(
    name = "bench",
    description = "Measures a group of nodes, and what the machine gives beside it.",
    subcommands = {CompareCommand.class, ClientCommand.class, EchoCommand.class},
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int CONNECT_MILLIS = 3000;
  private static final List<String> MEMORY_DISKS = List.of("tmpfs", "ramfs");

  /** As java chooses it on this machine, but for the memory, which should not grow meanwhile. */
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:-UsePerfData");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable BenchOptions options;
  @Mixin private @Nullable Settings settings;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "an empty one, whose disk is measured; default: a temporary one")
  private @Nullable Path dataDir;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "of all JVMs, such as -Xmx2g; may be repeated")
  private List<String> jvm = new ArrayList<>();

  @Option(names = "--json", description = "one object a line instead of a table")
  private boolean json;

  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Override
  public Integer call() throws InterruptedException {
    List<String> typed = Objects.requireNonNull(settings).arguments();
    Plan plan = Objects.requireNonNull(options).plan(Objects.requireNonNull(settings).config());
    plan.target().connect().ifPresent(BenchCommand::requireListener);
    requireRoom(plan, jvm());
    requireEmpty(dataDir);
    Home home = Home.of("bench", dataDir);
    String disk = fileSystem(home.path());
    List<NodePlan> nodes = nodes(plan.target(), home.path(), typed);
    Bench bench = new Bench(plan, home.path(), nodes, jvm(), typed);
    Thread hook = new Thread(() -> interrupt(bench, home), "bench-hook");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Report report = json ? new JsonReport(this::print) : new TableReport(this::print);
      report.begin(new Setting(plan, disk, typed));
      bench.run(seeds(plan, nodes), report);
      return 0;
    } catch (BenchFailedException | NodeFailedException e) {
      return explain(e);
    } finally {
      end(bench, home);
    }
  }

  private Jvm jvm() {
    return new Jvm(
        System.getProperty("java.class.path"), Stream.concat(JVM.stream(), jvm.stream()).toList());
  }

  private static List<NodePlan> nodes(Target target, Path home, List<String> typed) {
    if (target.nodes() == 0) {
      return List.of();
    }
    List<Integer> ports = Ports.free(2 * target.nodes());
    List<String> arguments = new ArrayList<>(typed);
    if (target.leaseMillis() > 0) {
      arguments.add("-Dsynod.lease.duration=" + target.leaseMillis() + "ms");
    }
    return NodePlan.group(
        ports.subList(0, target.nodes()),
        ports.subList(target.nodes(), 2 * target.nodes()),
        home,
        arguments);
  }

  private static String seeds(Plan plan, List<NodePlan> nodes) {
    return plan.target()
        .connect()
        .orElseGet(
            () ->
                nodes.stream()
                    .map(node -> "127.0.0.1:" + node.port())
                    .collect(Collectors.joining(",")));
  }

  /** Where a node lacks memory, the run would end in its middle. */
  private static void requireRoom(Plan plan, Jvm jvm) {
    OptionalLong heap = jvm.heap();
    if (plan.target().nodes() > 0 && plan.nodeBytes() > heap.orElse(Long.MAX_VALUE)) {
      throw new BadInput(
          ("--keys %d of --value-bytes %d make a state of %d bytes, which a node has in memory twice"
                  + " while it saves a snapshot, but its heap has %d bytes; give fewer keys, smaller"
                  + " values, or a larger heap (--jvm -Xmx...)")
              .formatted(plan.keys(), plan.valueBytes(), plan.stateBytes(), heap.getAsLong()));
    }
  }

  private static void requireListener(String seeds) {
    if (Arrays.stream(seeds.split(",")).noneMatch(BenchCommand::listens)) {
      throw new BadInput("--connect " + seeds + ": nobody listens there");
    }
  }

  private static boolean listens(String seed) {
    int colon = seed.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(seed.substring(colon + 1));
      socket.connect(new InetSocketAddress(seed.substring(0, colon), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void requireEmpty(@Nullable Path dir) {
    if (dir == null || !Files.isDirectory(Directories.requireNamed("--data-dir", dir))) {
      return;
    }
    try (Stream<Path> entries = Files.list(dir)) {
      Optional<Path> first = entries.findFirst();
      if (first.isPresent()) {
        throw new BadInput(
            "--data-dir %s must be empty, but holds %s".formatted(dir, first.get().getFileName()));
      }
    } catch (IOException e) {
      throw new BadInput("--data-dir " + dir + " can't be read: " + e, e);
    }
  }

  /** Says so where there is no disk below it. */
  private String fileSystem(Path home) {
    try {
      String type = Files.getFileStore(home).type();
      if (MEMORY_DISKS.contains(type)) {
        err()
            .printf(
                "bench: %s is on %s, which is memory: syncs cost nothing there; give a --data-dir"
                    + " on a disk%n",
                home, type);
        err().flush();
      }
      return type;
    } catch (IOException e) {
      return "unknown";
    }
  }

  private void interrupt(Bench bench, Home home) {
    interrupted.set(true);
    end(bench, home);
  }

  /** The hook and the run itself may come to it at once; each returns when it is done. */
  private synchronized void end(Bench bench, Home home) {
    bench.close();
    home.remove();
  }

  /** What a node refuses was typed here. Who was interrupted knows why there is no figure. */
  private int explain(RuntimeException failure) {
    if (failure instanceof NodeFailedException node && node.refusal().isPresent()) {
      throw new BadInput(node.refusal().get(), failure);
    }
    if (!interrupted.get()) {
      err().println("bench: " + failure.getMessage());
      err().flush();
    }
    return FAILED;
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private void print(String line) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
