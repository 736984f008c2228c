package dev.synod.demo.node;

import static org.awaitility.Awaitility.await;

import dev.synod.demo.input.Settings;
import dev.synod.persistence.DataDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A node of the demo in this JVM: it starts in a tenth of the time of a process. */
final class LocalNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int httpPort;
  private final Ending ending = Ending.begin();
  private final DataDirectory directory;
  private final DemoNode node;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> status;

  /** Starts a node with what a command line would say, {@code -Dkey=value} included. */
  LocalNode(Path home, String id, int port, int httpPort, String members, String... typed) {
    this.httpPort = httpPort;
    NodeOptions options =
        CommandLine.populateCommand(
            new NodeOptions(),
            "--id=" + id,
            "--port=" + port,
            "--http-port=" + httpPort,
            "--data-dir=" + home.resolve(id),
            "--members=" + members);
    Settings settings =
        CommandLine.populateCommand(
            new Settings(),
            Stream.concat(
                    Stream.of(
                        "-Dpekko.cluster.jmx.multi-mbeans-in-same-jvm=on",
                        "-Dsynod.persistence.leveldb.on-failure=stop"),
                    Stream.of(typed))
                .toArray(String[]::new));
    this.directory = DataDirectory.open(options.dataDir());
    this.node =
        DemoNode.start(
            options,
            options.place(),
            NodeConfig.of(options, options.place(), directory.path(), settings.config()),
            ending);
    this.status = CompletableFuture.supplyAsync(() -> ending.await(node, lines::add));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  void awaitReady() {
    await().atMost(PATIENCE).until(() -> node.started() || status.isDone());
  }

  /** Waits until it ends by itself; gives back the exit status that its process would have. */
  int awaitEnd() throws ExecutionException, InterruptedException, TimeoutException {
    return status.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** What it said at its end. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    ending.asked();
    status.join();
    node.stop();
    ending.close();
    directory.close();
  }
}
