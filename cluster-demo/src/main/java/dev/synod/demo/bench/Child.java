package dev.synod.demo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A JVM that {@code bench} has started, as seen from inside: ends when nobody is left to talk to.
 */
final class Child {
  /** The actor system's name in all of them: that of the nodes, since a Pekko cluster has one. */
  static final String SYSTEM = "synod";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Child() {}

  /** Says a line to the parent. */
  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Gives each line from the parent to this listener; ends the JVM when there are no more. */
  static void listen(Consumer<String> listener) {
    daemon("stdin", () -> read(listener));
  }

  private static void read(Consumer<String> listener) {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        listener.accept(line);
      }
    } catch (IOException e) {
      // As good as closed.
    }
    daemon("late", Child::haltLate);
    System.exit(0);
  }

  /** Where good-byes get stuck, nobody else is left who would end this JVM. */
  private static void haltLate() {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "bench-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
