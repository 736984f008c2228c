package dev.synod.demo.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.demo.process.Jvm;
import dev.synod.demo.process.NodePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run: nodes, client and echo are started, cells alternate, and nothing stays behind. */
final class Bench implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  /** Keys are written before they are read, on a slow machine a thousand a second. */
  private static final long KEY_MILLIS = 1;

  private static final Duration MARGIN = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ChildProcess> children = new ArrayList<>();
  private final Plan plan;
  private final Path home;
  private final Jvm jvm;
  private final List<String> settings;
  private final Optional<Nodes> nodes;
  private boolean closed;
  private boolean warm;

  /**
   * A run of this plan.
   *
   * @param plans of the nodes that are to be started
   * @param settings of client and echo, {@code -Dkey=value}
   */
  Bench(Plan plan, Path home, List<NodePlan> plans, Jvm jvm, List<String> settings) {
    this.plan = plan;
    this.home = home;
    this.jvm = jvm;
    this.settings = settings;
    this.nodes =
        plans.isEmpty() ? Optional.empty() : Optional.of(new Nodes(plans, jvm, this::endChildren));
  }

  /**
   * Measures all cells.
   *
   * @param seeds of the Pekko cluster, {@code host:port,...}
   */
  void run(String seeds, Report report) throws InterruptedException {
    try {
      measureAll(seeds, report);
    } catch (BenchFailedException e) {
      // That a node has ended is why the client did not do what it should.
      nodes.ifPresent(Nodes::requireWhole);
      throw e;
    }
  }

  private void measureAll(String seeds, Report report) throws InterruptedException {
    nodes.ifPresent(Nodes::start);
    ChildProcess client =
        child(
            "client",
            "--seeds",
            seeds,
            "--host",
            plan.target().host(),
            "--group",
            plan.target().group());
    client.await(Words.READY, START);
    counters(client); // The first look takes much longer than all others.
    Optional<Integer> echo = plan.baseline() ? Optional.of(echo()) : Optional.empty();
    Map<Cell, List<Figures>> rounds = new LinkedHashMap<>();
    plan.cells().forEach(cell -> rounds.put(cell, new ArrayList<>()));
    for (int round = 1; round <= plan.times().repeats(); round++) {
      Map<Integer, Figures> baselines = new LinkedHashMap<>();
      for (Map.Entry<Cell, List<Figures>> cell : rounds.entrySet()) {
        int bytes = cell.getKey().valueBytes();
        if (echo.isPresent() && !baselines.containsKey(bytes)) {
          baselines.put(bytes, baseline(client, echo.get(), bytes));
        }
        Figures baseline = baselines.getOrDefault(bytes, Figures.NONE);
        cell.getValue().add(measure(client, cell.getKey()).with(baseline));
        if (round == plan.times().repeats()) {
          report.tell(cell.getKey(), cell.getValue());
        }
      }
    }
  }

  private int echo() throws InterruptedException {
    return Integer.parseInt(child("echo").await(Words.READY, START));
  }

  private ChildProcess child(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("bench", name));
    arguments.addAll(List.of(options));
    arguments.addAll(settings);
    synchronized (this) {
      if (closed) {
        throw new BenchFailedException("the " + name + " is not started: the end has begun");
      }
      ChildProcess child = ChildProcess.start(name, home, jvm, arguments);
      children.add(child);
      return child;
    }
  }

  private Figures measure(ChildProcess client, Cell cell) throws InterruptedException {
    Task task = plan.task(cell, !warm);
    warm = true;
    client.say(Words.RUN + " " + task.line());
    client.await(Words.BEGIN, MARGIN.plusMillis(task.warmUpMillis() + task.keys() * KEY_MILLIS));
    Counters before = counters(client);
    if (plan.killLeader()) {
      TimeUnit.MILLISECONDS.sleep(task.millis() / 2);
      client.say(Words.KILL + " " + nodes.orElseThrow().leader().pid());
    }
    client.await(Words.END, MARGIN.plusMillis(task.millis()));
    Counters after = counters(client);
    client.say(Words.STOP);
    Figures figures = figures(client);
    if (plan.killLeader()) {
      nodes.orElseThrow().raise();
    }
    nodes.ifPresent(Nodes::requireWhole);
    return figures.with(after.since(before, figures.get(Figure.PER_SECOND).orElse(0)));
  }

  /** Of a process that was killed nobody knows what it has used. */
  private Counters counters(ChildProcess client) {
    return plan.killLeader()
        ? Counters.NONE
        : nodes.map(all -> all.counters(client.handle())).orElse(Counters.NONE);
  }

  private static Figures figures(ChildProcess client) throws InterruptedException {
    String line = client.await(Words.FIGURES, MARGIN);
    try {
      return Figures.of(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new BenchFailedException("the client said '" + line + "', which are no figures");
    }
  }

  /** The disk while nobody else writes, and the network while nobody else speaks. */
  private Figures baseline(ChildProcess client, int echo, int valueBytes)
      throws InterruptedException {
    Disk disk = new Disk(home, valueBytes, TimeUnit.MILLISECONDS.toNanos(PingPong.MILLIS));
    return disk.measure()
        .with(Figure.ECHO_1, pingPong(client, new PingPong.Game(echo, 1, valueBytes)))
        .with(Figure.ECHO_64, pingPong(client, new PingPong.Game(echo, PingPong.MANY, valueBytes)));
  }

  private static double pingPong(ChildProcess client, PingPong.Game game)
      throws InterruptedException {
    client.say(game.line());
    return figures(client).get(Figure.PER_SECOND).orElseThrow();
  }

  /** Nobody is to wait for a client without a whole group. */
  private synchronized void endChildren() {
    children.forEach(ChildProcess::end);
  }

  @Override
  public void close() {
    List<ChildProcess> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(children);
    }
    // All leave at once: nobody stays whom a good-bye would be for. With others' nodes the client
    // is waited for.
    running.forEach(ChildProcess::end);
    nodes.ifPresent(Nodes::close);
    running.forEach(ChildProcess::close);
  }
}
