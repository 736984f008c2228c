package dev.synod.demo.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.demo.input.Line;
import dev.synod.demo.input.Settings;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.node.NodeConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench client}: a node of the Pekko cluster without a member; does what it is told. */
@Command(name = "client", hidden = true, description = "The client of bench, in its own JVM.")
final class ClientCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MARGIN = Duration.ofSeconds(3);
  private static final int FAILED = 1;

  @Option(names = "--seeds", required = true)
  private @Nullable String seeds;

  @Option(names = "--host", required = true)
  private @Nullable String host;

  @Option(names = "--group", required = true)
  private @Nullable String group;

  @Mixin private @Nullable Settings settings;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public Integer call() throws InterruptedException {
    try {
      Config config = config();
      ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), NodeConfig.SYSTEM, config);
      ConsensusGroup door = Synod.get(system).connect(Objects.requireNonNull(group));
      Duration timeout = config.getDuration("synod.client.timeout");
      Client client = new Client(door, timeout.plus(MARGIN), Child::say);
      Child.listen(line -> hear(client, line));
      awaitServed(door);
      Child.say(Words.READY);
      while (true) {
        Child.say(answer(client, system, told.take()));
      }
    } catch (RuntimeException e) {
      Child.say(Words.FAILED + " " + Line.of(e));
      return FAILED;
    }
  }

  private Config config() {
    List<String> addresses =
        Arrays.stream(Objects.requireNonNull(seeds).split(","))
            .map(seed -> "pekko://" + NodeConfig.SYSTEM + "@" + seed)
            .toList();
    return Child.config(
        Objects.requireNonNull(host),
        Map.of("pekko.cluster.seed-nodes", addresses, "pekko.cluster.roles", List.of("bench")),
        Objects.requireNonNull(settings));
  }

  /** What concerns the task that is under way does not wait for its end. */
  private void hear(Client client, String line) {
    if (line.startsWith(Words.KILL + " ")) {
      client.kill(Long.parseLong(line.substring(Words.KILL.length() + 1)));
    } else if (line.equals(Words.STOP)) {
      client.stop();
    } else {
      told.add(line);
    }
  }

  private static String answer(Client client, ActorSystem<Void> system, String line)
      throws InterruptedException {
    Figures figures =
        line.startsWith(Words.ECHO + " ")
            ? PingPong.play(system, line.substring(Words.ECHO.length() + 1))
            : client.run(Task.of(line.substring(Words.RUN.length() + 1)));
    return Words.FIGURES + " " + figures.addTo(JsonNodeFactory.instance.objectNode());
  }

  private static void awaitServed(ConsensusGroup door) {
    long begin = System.nanoTime();
    Outcome<?> last = submit(door);
    while (!(last instanceof Outcome.Committed<?>)) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new BenchFailedException(
            "no write was acknowledged for %d s: %s".formatted(PATIENCE.toSeconds(), last));
      }
      last = submit(door);
    }
  }

  private static Outcome<?> submit(ConsensusGroup door) {
    return door.submit(new Put("key-0", "")).toCompletableFuture().join();
  }
}
