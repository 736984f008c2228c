package dev.synod.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, with the class path of this one, for tests of what happens when one dies,
 * stands still or goes on.
 *
 * <pre>{@code
 * try (JvmProcess node = JvmProcess.of(Node.class, "n1").options("-Xmx256m").start()) {
 *   node.awaitLine("ready", ofSeconds(60));
 *   node.pause();
 *   ...
 * }
 * }</pre>
 *
 * <p>It ends for sure: at the latest by {@link #close()}, and when this JVM ends, by whatever; a
 * stopped one, once it is continued. Its standard input is taken for that. Signals are sent by the
 * command {@code kill}, so {@link #pause()} and {@link #resume()} need a POSIX system. What throws
 * tells the last lines of stderr.
 */
public final class JvmProcess implements AutoCloseable {
  private static final int LAST_LINES = 20;

  private final String main;
  private final Process process;

  /** Unlike the process itself, it does not close the pipes, in which there may still be words. */
  private final ProcessHandle handle;

  private final Lines output;
  private final Lines errors;
  private final Thread hook;

  private JvmProcess(String main, Process process) {
    this.main = main;
    this.process = process;
    this.handle = process.toHandle();
    String name = main + "-" + process.pid();
    this.output = Lines.of(process.inputReader(StandardCharsets.UTF_8), "stdout-of-" + name);
    this.errors = Lines.of(process.errorReader(StandardCharsets.UTF_8), "stderr-of-" + name);
    this.hook = new Thread(handle::destroyForcibly, "end-of-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A JVM that runs this class's {@code main} with these arguments; not started yet. */
  public static JvmPlan of(Class<?> main, String... arguments) {
    return new JvmPlan(main, List.of(arguments));
  }

  static JvmProcess start(String main, List<String> command) {
    try {
      return new JvmProcess(main, new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException("no JVM can be started by " + command.get(0), e);
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended; one that is paused is alive. */
  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits for the next line on stdout with this text, after the one that was awaited last.
   *
   * @throws IllegalStateException if it has ended without, or the line does not come in time
   */
  public String awaitLine(String text, Duration patience) {
    try {
      return output
          .await(text, patience)
          .orElseThrow(() -> failed("has not said '" + text + "' within " + patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for: interrupted");
    }
  }

  /** kill -9: no good-bye, no last write. Returns when it is dead. */
  public void kill() {
    boolean unused = handle.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM: its shutdown hooks run. Does not wait. */
  public void terminate() {
    boolean unused = handle.destroy();
  }

  /** SIGSTOP: it stands still, as in a long pause of its collector or its machine. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT: it goes on. */
  public void resume() {
    signal("CONT");
  }

  /**
   * Waits for its end and gives back the exit status; 128 and the signal, if one ended it.
   *
   * @throws IllegalStateException if it has not ended in time
   */
  public int awaitExit(Duration patience) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for: interrupted");
    }
    throw failed("has not ended within " + patience);
  }

  /** The last lines on stderr so far, 20 at most. */
  public List<String> lastErrors() {
    return errors.last(LAST_LINES);
  }

  /** Kills it, if it still lives. */
  @Override
  public void close() {
    kill();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // This JVM ends; the hook finds a dead process.
    }
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw failed("could not be sent SIG" + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no command 'kill' to send SIG" + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for: interrupted");
    }
  }

  private IllegalStateException failed(String what) {
    String state = alive() ? "" : ", it has ended with status " + process.exitValue();
    return new IllegalStateException(
        main
            + " (process "
            + pid()
            + ") "
            + what
            + state
            + "; its last lines on stderr:\n  "
            + String.join("\n  ", lastErrors()));
  }
}
