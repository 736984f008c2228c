package dev.synod.testkit.real;

import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.Choice;
import dev.synod.api.CommitProtocol;
import dev.synod.api.GroupSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A node in a JVM of its own that moves money all the time, and keeps account of what it was told:
 * {@code outcome token} a line.
 */
final class PurseNode {
  private static final int OUTSTANDING = 8;

  /** After a refusal. */
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

  private final String id;
  private final CommitProtocol<String> purses;
  private final Path told;
  private final Random chance;
  private final AtomicLong tokens = new AtomicLong();

  private PurseNode(String id, CommitProtocol<String> purses, Path told, long start) {
    this.id = id;
    this.purses = purses;
    this.told = told;
    this.chance = new Random(start);
    this.tokens.set(start * 1_000_000);
  }

  /** Id, members, directory, number of the start, and whether it moves money. */
  public static void main(String[] args) {
    String id = args[0];
    Path directory = Path.of(args[2]);
    int port =
        GroupSettings.parse("purses", id, args[1]).members().stream()
            .filter(peer -> peer.id().equals(id))
            .findFirst()
            .orElseThrow()
            .port();
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.<Void>empty(),
            "host",
            ConfigFactory.parseString(
                    """
                    pekko.actor.provider = cluster
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = %d }
                    synod.persistence.leveldb.dir = "%s"
                    synod.commit.patience = 500 ms
                    """
                        .formatted(port, directory.resolve(id)))
                .withFallback(ConfigFactory.load()));
    CommitProtocol<String> purses =
        Synod.get(system)
            .transactions(
                GroupSettings.parse("purses", id, args[1]),
                String.class,
                new FilePurse(directory.resolve(id + ".purse")));
    PurseNode node =
        new PurseNode(id, purses, directory.resolve(id + ".told"), Long.parseLong(args[3]));
    for (int i = 0; i < OUTSTANDING && Boolean.parseBoolean(args[4]); i++) {
      node.move();
    }
    System.out.println("started");
  }

  private void move() {
    int from = chance.nextInt(3);
    int to = (from + 1 + chance.nextInt(2)) % 3;
    String token = id + "-" + tokens.incrementAndGet();
    var unused =
        purses
            .commit(Map.of("n" + (from + 1), token + " -7", "n" + (to + 1), token + " 7"))
            .whenComplete(
                (choice, failure) -> {
                  if (failure == null) {
                    note(choice, token);
                    move();
                  } else {
                    LATER.execute(this::move);
                  }
                });
  }

  private synchronized void note(Choice choice, String token) {
    try {
      Files.writeString(
          told, choice + " " + token + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing can be noted", e);
    }
  }
}
