package dev.synod.demo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One node of a group as a process with a heap of its own size, which logs its collections. */
final class BenchNode implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final String id;
  private final int port;
  private final int httpPort;
  private final Path home;
  private final List<String> jvm;
  private final List<String> settings;
  private @Nullable Process process;

  BenchNode(String id, int port, int httpPort, Path home, List<String> jvm, List<String> settings) {
    this.id = id;
    this.port = port;
    this.httpPort = httpPort;
    this.home = home;
    this.jvm = jvm;
    this.settings = settings;
  }

  String id() {
    return id;
  }

  URI uri() {
    return URI.create("http://" + HOST + ":" + httpPort);
  }

  String member() {
    return id + "@" + HOST + ":" + port;
  }

  void start(String members) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.add("-Xlog:gc:file=" + home.resolve(id + "." + System.nanoTime() + ".gc") + ":tm");
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    String classPath =
        System.getProperty("synod.demo.classpath", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, "dev.synod.demo.Main", "node"));
    command.addAll(List.of("--exit-on-stdin-close", "--id", id, "--host", HOST));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--http-port", Integer.toString(httpPort)));
    command.addAll(List.of("--data-dir", home.resolve(id).toString(), "--members", members));
    command.addAll(settings);
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve(id + ".out").toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("no JVM can be started by " + command.get(0), e);
    }
  }

  private Path log() {
    return home.resolve(id + ".log");
  }

  /** Its stderr, of all runs. */
  String said() {
    try {
      return Files.readString(log(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(log() + " can't be read", e);
    }
  }

  /**
   * When it has said this on stderr more often than so many times, of {@link System#nanoTime()}.
   */
  long awaitSaid(String words, int times) {
    Awaitility.await(id + ": " + words)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !running() || count(words) > times);
    if (count(words) <= times) {
      requireRunning();
    }
    return System.nanoTime();
  }

  int count(String words) {
    return said().split(words, -1).length - 1;
  }

  private boolean running() {
    return process != null && process.isAlive();
  }

  /** Throws with what it has said, if it has ended. */
  void requireRunning() {
    if (!running()) {
      throw new IllegalStateException(id + " has ended: " + said());
    }
  }

  /** kill -9. */
  void kill() {
    Process killed = process;
    if (killed != null) {
      killed.destroyForcibly();
      killed.onExit().join();
    }
  }

  /** Its disk is lost. */
  void wipe() {
    delete(home.resolve(id));
    delete(home.resolve(id + ".synod"));
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Heap heap(long fromMillis, long toMillis) {
    return Heap.of(home, id, fromMillis, toMillis);
  }

  @Override
  public void close() {
    kill();
  }
}
