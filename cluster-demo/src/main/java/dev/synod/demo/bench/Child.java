package dev.synod.demo.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.demo.input.Settings;
import dev.synod.demo.process.LateHalt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A JVM that {@code bench} has started, as seen from inside: ends when nobody is left to talk to.
 */
final class Child {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Child() {}

  /**
   * Of an actor system on a free port that says good-bye when its JVM ends: who stays must not wait
   * for it.
   *
   * @param typed comes before {@code more}
   */
  static Config config(String host, Map<String, ?> more, Settings typed) {
    Map<String, Object> values = new LinkedHashMap<>(more);
    values.put("pekko.remote.artery.canonical.hostname", host);
    values.put("pekko.remote.artery.canonical.port", 0);
    values.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "on");
    return ConfigFactory.load(
        typed
            .config()
            .withFallback(ConfigFactory.parseMap(values, "options of bench"))
            .withFallback(ConfigFactory.defaultApplication()));
  }

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
    daemon("late", () -> LateHalt.after(PATIENCE));
    System.exit(0);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "bench-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
