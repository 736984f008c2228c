package dev.synod.demo.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * How a node ends: the first reason counts.
 *
 * <p>A signal reaches the JVM as a shutdown hook, in which the exit status can be changed by a halt
 * only; so the hook itself lets the node hand over, and then halts with 0.
 */
final class Ending {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CompletableFuture<End> end = new CompletableFuture<>();

  /**
   * A reason to end.
   *
   * @param line to be shown; empty for none
   * @param handOver whether the node can still say good-bye
   */
  record End(int status, String line, boolean handOver) {}

  /** Asked to, from outside; false if there was a reason before. */
  boolean asked() {
    return end.complete(new End(0, "", true));
  }

  /** What was asked for can't be; nothing was done. */
  void refused(String line) {
    end.complete(new End(2, line, false));
  }

  /** The member has stopped for good, and the process with it: a half-dead node helps nobody. */
  void broken(String line) {
    end.complete(new End(1, line, false));
  }

  /** The Pekko cluster has put this node out. A new start joins it again. */
  void downed() {
    end.complete(
        new End(3, "put out of the Pekko cluster (downed or quarantined); start it again", false));
  }

  /** Ends when nobody is left who could write to this stream. */
  void watch(InputStream stream) {
    Thread watch =
        new Thread(
            () -> {
              drain(stream);
              asked();
              haltLate();
            },
            "stdin-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Waits for the end and gives back the exit status. */
  int await(DemoNode node, Consumer<String> notice) {
    Thread hook = new Thread(() -> interrupted(node), "node-hook");
    Runtime.getRuntime().addShutdownHook(hook);
    End reason = end.join();
    notice.accept(reason.line());
    if (reason.handOver()) {
      node.stop();
    }
    return reason.status();
  }

  /** In the hook. If the end came from within, the JVM is ending with that status already. */
  private void interrupted(DemoNode node) {
    if (asked()) {
      node.stop();
      Runtime.getRuntime().halt(0);
    }
  }

  /** Where the rest of this JVM is stuck, nobody else is left who would end it. */
  private static void haltLate() {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void drain(InputStream stream) {
    try {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as closed.
    }
  }
}
