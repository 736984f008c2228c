package dev.synod.demo.bench;

import dev.synod.demo.process.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that {@code bench} has started, as seen from outside. It ends when its input is closed. */
final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 6;

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final String name;
  private final Process process;
  private final PrintWriter input;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.log = log;
  }

  /** Starts it; what it says on stderr goes to {@code <name>.log} of this directory. */
  static ChildProcess start(String name, Path home, Jvm jvm, List<String> arguments) {
    Path log = home.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(jvm.command(arguments))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      ChildProcess child = new ChildProcess(name, process, log);
      Thread listener = new Thread(child::listen, "stdout-of-" + name);
      listener.setDaemon(true);
      listener.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("no JVM can be started for the " + name, e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void say(String line) {
    input.println(line);
  }

  /**
   * Waits until it says this word; gives back what follows it.
   *
   * @throws BenchFailedException if it fails, ends, or takes longer
   */
  String await(String word, Duration patience) throws InterruptedException {
    String line = said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw failed("has not said " + word + " within " + patience.toSeconds() + " s");
    }
    if (line.startsWith(Words.FAILED + " ")) {
      throw new BenchFailedException(
          "the " + name + ": " + line.substring(Words.FAILED.length() + 1));
    }
    if (!line.equals(word) && !line.startsWith(word + " ")) {
      throw failed("said '" + line + "' where " + word + " was awaited");
    }
    return line.substring(word.length()).strip();
  }

  private BenchFailedException failed(String what) {
    return new BenchFailedException(
        "the " + name + " " + what + "; its last words: " + lastWords());
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          " | ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return log + " can't be read: " + e;
    }
  }

  private void listen() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      // The pipe broke: as good as its end.
    }
    said.add("its end, with status " + process.onExit().join().exitValue());
  }

  /** Lets it leave; does not wait. */
  void end() {
    input.close();
  }

  /** Lets it leave, and kills it if that takes too long. */
  @Override
  public void close() {
    end();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
