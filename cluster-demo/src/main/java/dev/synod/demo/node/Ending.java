package dev.synod.demo.node;

import dev.synod.demo.process.LateHalt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a node ends: the first reason counts.
 *
 * <p>A signal reaches the JVM as a shutdown hook, in which the exit status can be changed by a halt
 * only; so the hook itself lets the node hand over, and then halts with 0. The hook is there before
 * the node: who ends a node that has only begun has asked for no failure either.
 */
final class Ending implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final AtomicReference<@Nullable DemoNode> running = new AtomicReference<>();
  private final Death death = new Death();
  private volatile boolean closed;

  /**
   * A reason to end.
   *
   * @param line to be shown; empty for none
   * @param handOver whether the node can still say good-bye
   */
  record End(int status, String line, boolean handOver) {}

  private Ending() {}

  /** Listens for signals from now on. */
  static Ending begin() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(new Thread(ending::interrupted, "node-hook"));
    return ending;
  }

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
              LateHalt.after(PATIENCE);
            },
            "stdin-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Waits for the end and gives back the exit status. */
  int await(DemoNode node, Consumer<String> notice) {
    running.set(node);
    End reason = end.join();
    notice.accept(reason.line());
    if (reason.handOver()) {
      node.stop();
    }
    return reason.status();
  }

  /** Nothing is left to be ended: a JVM that ends from now on has its status from elsewhere. */
  @Override
  public void close() {
    closed = true;
  }

  /** In the hook; {@link #await} may be at the same end, but the JVM no longer waits for it. */
  void interrupted() {
    if (death.reached()) {
      death.end();
    }
    asked();
    End reason = end.join();
    if (!closed) {
      if (reason.handOver()) {
        Optional.ofNullable(running.get()).ifPresent(DemoNode::stop);
      }
      Runtime.getRuntime().halt(reason.status());
    }
  }

  private static void drain(InputStream stream) {
    try {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as closed.
    }
  }
}
