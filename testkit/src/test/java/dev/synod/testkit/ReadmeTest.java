package dev.synod.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.Outcome;
import dev.synod.testkit.real.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows for embedding is what these tests compile and run, to the letter. */
class ReadmeTest {
  private static final Path SOURCES = Path.of("src/test/java/dev/synod/testkit");
  private static final Pattern HOCON = Pattern.compile("```hocon\\R(.*?)```", Pattern.DOTALL);
  private static final String BINDINGS = "pekko.actor.serialization-bindings";

  @TempDir private Path directory;

  private record Deposited(Outcome<Long> outcome) {}

  @Test
  void theStateMachineOfTheReadmeIsTheOneThatIsTested() throws IOException {
    assertThat(readme()).contains("```java\n" + shown("Bank.java", "/** Accounts") + "```");
  }

  @Test
  void theExampleOfTheReadmeIsTheOneThatIsTested() throws IOException {
    assertThat(readme()).contains("```java\n" + shown("Teller.java", "/** Takes part") + "```");
  }

  /** On the README's configuration alone: what this module's own binds besides is taken out. */
  @Test
  void theExampleWorksWithTheConfigurationOfTheReadme() throws Exception {
    Config user =
        hocon()
            .withFallback(ConfigFactory.load().withoutPath(BINDINGS))
            .withFallback(ConfigFactory.defaultReference());
    try (RealCluster<?> cluster =
        RealCluster.of(Bank::new)
            .group("bank")
            .members(1)
            .directory(directory)
            .config(user)
            .build()) {
      ActorSystem<Void> system = cluster.system("n1");
      Teller teller = new Teller(system, "n1", cluster.members());
      get(Synod.get(system).whenReady("bank"));

      assertThat(get(teller.deposit("alice", 5))).isEqualTo("the balance is 5");
      assertThat(get(teller.deposit("x".repeat(200_000), 5))).startsWith("surely not done: ");
      assertThat(get(teller.balance("alice"))).isEqualTo(5);
      CompletableFuture<Deposited> message = new CompletableFuture<>();
      system.systemActorOf(depositing(teller, message), "depositing", Props.empty());
      assertThat(get(message).outcome())
          .isInstanceOfSatisfying(
              Outcome.Committed.class, done -> assertThat(done.reply()).isEqualTo(8L));
    }
  }

  @Test
  void theConfigurationOfTheReadmeNamesKeysThatThereAre() throws IOException {
    Config reference = ConfigFactory.defaultReference();

    assertThat(hocon().getConfig("synod").root()).isNotEmpty();
    assertThat(hocon().entrySet())
        .allMatch(
            entry -> entry.getKey().startsWith(BINDINGS) || reference.hasPath(entry.getKey()));
    assertThat(readme())
        .as("where jackson-cbor comes from")
        .contains("pekko-serialization-jackson");
  }

  private static Behavior<Deposited> depositing(
      Teller teller, CompletableFuture<Deposited> message) {
    return Behaviors.setup(
        actor -> {
          teller.deposit(actor, "alice", 3, Deposited::new);
          return Behaviors.receiveMessage(
              deposited -> {
                message.complete(deposited);
                return Behaviors.stopped();
              });
        });
  }

  private static String shown(String file, String begin) throws IOException {
    String source = Files.readString(SOURCES.resolve(file));
    return source.substring(source.indexOf(begin));
  }

  /** With this package in the place of the reader's. */
  private static Config hocon() throws IOException {
    Matcher block = HOCON.matcher(readme());
    assertThat(block.find()).as("a block of HOCON in the README").isTrue();
    return ConfigFactory.parseString(block.group(1).replace("com.example", "dev.synod.testkit"));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("../README.md"));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
