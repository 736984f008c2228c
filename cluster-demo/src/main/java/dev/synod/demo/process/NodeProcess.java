package dev.synod.demo.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a node as a process of its own. */
public final class NodeProcess {
  private static final int TAIL_LINES = 12;

  private final NodePlan plan;
  private final Process process;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private NodeProcess(NodePlan plan, Process process) {
    this.plan = plan;
    this.process = process;
  }

  /** Starts a node with this class path, such as the demo's jar. */
  public static NodeProcess start(NodePlan plan, String classPath) {
    return start(plan, Jvm.brief(classPath));
  }

  /** Starts a node in such a JVM. */
  static NodeProcess start(NodePlan plan, Jvm jvm) {
    List<String> command = jvm.command(plan.arguments());
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
              .start();
      NodeProcess node = new NodeProcess(plan, process);
      node.listen();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException("no JVM can be started by " + new File(command.get(0)), e);
    }
  }

  /** How it was started. */
  public NodePlan plan() {
    return plan;
  }

  /** The system's number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits until it serves.
   *
   * @throws NodeFailedException with the end of its stderr, if it ends first or takes longer
   */
  public void awaitReady(Duration patience) {
    try {
      ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw process.isAlive() ? failed("was not ready in time") : endedTooEarly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for: interrupted");
    }
  }

  /** Completes when it serves; fails when it ends before that. */
  CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  /** Completes with the exit status. */
  public CompletionStage<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Waits for the end; gives back the exit status. */
  public int awaitExit(Duration patience) {
    try {
      return exit().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw failed("has not ended within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for: interrupted");
    }
  }

  /** kill -9: no good-bye, no last write. Returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM: the node hands over and ends by itself. Does not wait. */
  public void terminate() {
    process.destroy();
  }

  /** The end of what it said on stderr. */
  public List<String> lastWords() {
    try {
      List<String> lines = Files.readAllLines(plan.log(), StandardCharsets.UTF_8);
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      return List.of("its stderr " + plan.log() + " can't be read: " + e);
    }
  }

  /** The latest that it said about its own end; empty if it said nothing. */
  public Optional<String> ownWords() {
    try {
      return NodeFailedException.own(Files.readAllLines(plan.log(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private NodeFailedException endedTooEarly() {
    int status = process.exitValue();
    return new NodeFailedException(
        plan.id(),
        "ended with status " + status + " before it was ready",
        OptionalInt.of(status),
        lastWords());
  }

  private NodeFailedException failed(String what) {
    return new NodeFailedException(plan.id(), what, OptionalInt.empty(), lastWords());
  }

  private void listen() {
    Thread listener = new Thread(this::readOutput, "stdout-of-" + plan.id());
    listener.setDaemon(true);
    listener.start();
  }

  /** Reads on after READY, so that the node never waits for a full pipe. */
  private void readOutput() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("READY " + plan.id() + " ")) {
          ready.complete(null);
        }
      }
    } catch (IOException e) {
      // The pipe broke: as good as its end.
    }
    process.onExit().join();
    ready.completeExceptionally(new IOException(plan.id() + " has ended"));
  }
}
