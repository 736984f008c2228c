package dev.synod.demo.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Load;
import dev.synod.demo.bench.Cell.Open;
import dev.synod.demo.bench.Plan.Target;
import dev.synod.demo.bench.Plan.Times;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Line;
import dev.synod.demo.input.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code bench} is told. Numbers are read here, so that a bad one is one line. */
final class BenchOptions {
  private static final int NODES_MOST = 15;
  private static final int SECONDS_MOST = 86_400;
  private static final int REPEATS_MOST = 1000;
  private static final int KEYS_MOST = 10_000_000;
  private static final int RATE_MOST = 10_000_000;
  private static final double RATE_LEAST = 0.1;
  private static final int PORT_MOST = 65_535;
  private static final int LEASE_MOST = 60_000;
  private static final int MAJORITY = 3;

  /** What a command has beside the value: key, lengths, serializer and manifest. */
  private static final int HEADERS = 128;

  @Option(
      names = "--nodes",
      defaultValue = "3",
      description = "JVMs to be started, voters all; default: ${DEFAULT-VALUE}")
  private @Nullable String nodes;

  @Option(
      names = "--value-bytes",
      defaultValue = "128",
      paramLabel = "N,...",
      description = "of each value; default: ${DEFAULT-VALUE}")
  private @Nullable String valueBytes;

  @Option(
      names = "--outstanding",
      paramLabel = "N,...",
      description = "closed loop with so many operations on their way; default: 256")
  private @Nullable String outstanding;

  @Option(
      names = "--rate",
      paramLabel = "N,...",
      description = "open loop with so many operations a second")
  private @Nullable String rate;

  @Option(
      names = "--seconds",
      defaultValue = "15",
      description = "measured for each cell; default: ${DEFAULT-VALUE}")
  private @Nullable String seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "15",
      paramLabel = "SECONDS",
      description = "before the first cell, a fifth before others; default: ${DEFAULT-VALUE}")
  private @Nullable String warmUp;

  @Option(
      names = "--mode",
      defaultValue = "put",
      paramLabel = "put|get|mixed",
      description = "writes, reads, or half of each; default: ${DEFAULT-VALUE}")
  private @Nullable String mode;

  @Option(
      names = "--consistency",
      defaultValue = "linearizable",
      paramLabel = "KIND",
      description =
          "of reads: linearizable, lease, quorum, local or bounded:MILLIS; default: ${DEFAULT-VALUE}")
  private @Nullable String consistency;

  @Option(
      names = "--keys",
      defaultValue = "10000",
      description = "that are written and read; default: ${DEFAULT-VALUE}")
  private @Nullable String keys;

  @Option(
      names = "--repeats",
      defaultValue = "1",
      description = "cells alternate, medians are told; default: ${DEFAULT-VALUE}")
  private @Nullable String repeats;

  @Option(names = "--lease-millis", description = "the leader holds leases of this length")
  private @Nullable String leaseMillis;

  @Option(names = "--kill-leader", description = "kill -9 in the middle of each cell")
  private boolean killLeader;

  @Option(names = "--baseline", description = "synced LevelDB puts, a bare file, an Artery echo")
  private boolean baseline;

  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT,...",
      description = "nodes that run already, by their ports between nodes; none is started")
  private @Nullable String connect;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "by which nodes of --connect reach the client; default: ${DEFAULT-VALUE}")
  private @Nullable String host;

  @Option(
      names = "--group",
      defaultValue = "demo",
      description = "of the nodes of --connect; default: ${DEFAULT-VALUE}")
  private @Nullable String group;

  /**
   * Puts it together.
   *
   * @param typed settings of Synod and Pekko
   * @throws BadInput in one line that names the option, the value and the bound
   */
  Plan plan(Config typed) {
    Config config = typed.withFallback(ConfigFactory.load());
    Mode what =
        Mode.of(text(mode))
            .orElseThrow(() -> new BadInput("--mode '" + mode + "' must be put, get or mixed"));
    List<Load> loads = loads(config);
    List<Cell> cells =
        sizes(config).stream()
            .flatMap(size -> loads.stream().map(load -> new Cell(what, size, load)))
            .toList();
    Readings.of(text(consistency));
    Plan plan =
        new Plan(
            target(),
            new Times(
                Whole.of("--warm-up", text(warmUp), 0, SECONDS_MOST),
                Whole.of("--seconds", text(seconds), 1, SECONDS_MOST),
                Whole.of("--repeats", text(repeats), 1, REPEATS_MOST)),
            cells,
            text(consistency),
            Whole.of("--keys", text(keys), 1, KEYS_MOST),
            killLeader,
            baseline);
    requireSense(plan, typed);
    return plan;
  }

  private Target target() {
    return new Target(
        connect == null ? Whole.of("--nodes", text(nodes), 1, NODES_MOST) : 0,
        leaseMillis == null ? 0 : Whole.of("--lease-millis", leaseMillis, 1, LEASE_MOST),
        Optional.ofNullable(connect).map(BenchOptions::seeds),
        text(host),
        text(group));
  }

  private List<Load> loads(Config config) {
    if (outstanding != null && rate != null) {
      throw new BadInput(
          "--outstanding %s is a closed loop, --rate %s an open one; give one of them"
              .formatted(outstanding, rate));
    }
    if (rate != null) {
      return parts(rate).stream()
          .<Load>map(one -> new Open(Numbers.decimal("--rate", one, RATE_LEAST, RATE_MOST)))
          .toList();
    }
    int most = most(() -> config.getInt("synod.client.outstanding"));
    return parts(outstanding == null ? "256" : outstanding).stream()
        .<Load>map(one -> new Closed(bounded("--outstanding", one, most, "outstanding")))
        .toList();
  }

  private List<Integer> sizes(Config config) {
    int most = most(() -> config.getBytes("synod.client.command")) - HEADERS;
    return parts(text(valueBytes)).stream()
        .map(one -> bounded("--value-bytes", one, most, "command"))
        .toList();
  }

  private static int most(LongSupplier setting) {
    try {
      return Math.toIntExact(setting.getAsLong());
    } catch (ConfigException | ArithmeticException e) {
      throw new BadInput(Line.of(e), e);
    }
  }

  private static int bounded(String option, String text, int most, String key) {
    try {
      return Whole.of(option, text, 1, most);
    } catch (BadInput refused) {
      throw new BadInput(refused.getMessage() + ", as synod.client." + key + " bounds it", refused);
    }
  }

  private static void requireSense(Plan plan, Config typed) {
    Target target = plan.target();
    if (plan.killLeader() && target.connect().isPresent()) {
      throw new BadInput("--kill-leader kills only what bench has started; not with --connect");
    }
    if (plan.killLeader() && target.nodes() < MAJORITY) {
      throw new BadInput(
          "--kill-leader with --nodes %d leaves no majority; at least %d are needed"
              .formatted(target.nodes(), MAJORITY));
    }
    if (target.leaseMillis() > 0 && target.connect().isPresent()) {
      throw new BadInput("--lease-millis is for nodes that bench starts; not with --connect");
    }
    boolean leases =
        target.leaseMillis() > 0
            || target.connect().isPresent()
            || typed.hasPath("synod.lease.duration");
    if (plan.consistency().equals("lease") && !leases) {
      throw new BadInput("--consistency lease needs leases: give --lease-millis");
    }
  }

  private static String seeds(String typed) {
    for (String seed : parts(typed)) {
      int colon = seed.lastIndexOf(':');
      if (colon < 1) {
        throw new BadInput("--connect '" + seed + "' must have the form host:port");
      }
      Whole.of("--connect '" + seed + "': port", seed.substring(colon + 1), 1, PORT_MOST);
    }
    return String.join(",", parts(typed));
  }

  private static List<String> parts(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  private static String text(@Nullable String given) {
    return Objects.requireNonNull(given);
  }
}
