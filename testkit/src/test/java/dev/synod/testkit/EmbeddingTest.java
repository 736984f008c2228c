package dev.synod.testkit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.testkit.real.RealCluster;
import dev.synod.testkit.real.RealPlan;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Synod inside a cluster that a user already runs. */
class EmbeddingTest {
  private static final String GROUP = "bank";

  /** What the only acceptor calls itself in its journal. */
  private static final String ACCEPTOR = GROUP + "|n1|acceptor";

  @TempDir private Path directory;

  private RealPlan<?> bank(int members) {
    return RealCluster.of(Bank::new)
        .group(GROUP)
        .members(members)
        .directory(directory)
        .config(ConfigFactory.load());
  }

  @Test
  void aCommandSubmittedAnywhereIsAppliedEverywhere() throws Exception {
    try (RealCluster<?> cluster = bank(3).build()) {
      cluster.ids().forEach(cluster::start);
      cluster.awaitReady();

      for (String id : cluster.ids()) {
        Outcome<Long> outcome = get(cluster.group(id).submit(new Bank.Deposit("alice", 5)));
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
      }

      for (String id : cluster.ids()) {
        assertThat(get(cluster.group(id).read(new Bank.Balance("alice"))).value()).isEqualTo(15);
      }
      cluster.awaitEqual();
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenAllNodesStopAndStartInAnotherOrder() throws Exception {
    try (RealCluster<?> cluster = bank(3).build()) {
      cluster.ids().forEach(cluster::start);
      cluster.awaitReady();
      assertThat(get(cluster.group("n2").submit(new Bank.Deposit("bob", 7))))
          .isInstanceOf(Outcome.Committed.class);

      cluster.stopAll();
      cluster.start("n3");
      cluster.start("n2");
      cluster.awaitReady();

      ConsensusGroup second = cluster.group("n2");
      assertThat(get(second.read(new Bank.Balance("bob"))).value()).isEqualTo(7);
      assertThat(get(second.read(new Bank.Balance("bob"), ReadConsistency.LOCAL)).value())
          .isEqualTo(7);
    }
  }

  /** The library's own defaults touch nothing of the user's but to register its own serializer. */
  @Test
  void noSettingOutsideItsOwnSectionIsChanged() throws Exception {
    List<Config> own = new ArrayList<>();
    for (URL defaults :
        Collections.list(getClass().getClassLoader().getResources("reference.conf"))) {
      Config parsed = ConfigFactory.parseURL(defaults);
      if (parsed.hasPath("synod")) {
        own.add(parsed);
      }
    }

    assertThat(own).hasSize(2);
    assertThat(
            own.stream().flatMap(defaults -> defaults.entrySet().stream()).map(Map.Entry::getKey))
        .allMatch(
            key ->
                key.startsWith("synod.")
                    || key.equals("pekko.actor.serializers.synod")
                    || key.startsWith("pekko.actor.serialization-identifiers.\"dev.synod.")
                    || key.startsWith("pekko.actor.serialization-bindings.\"dev.synod."));
  }

  /** Each journal holds its own events, and none of the other's. */
  @Test
  void theUsersPersistentActorsKeepTheirOwnJournal() throws Exception {
    Config user = PersistenceTestKitPlugin.config().withFallback(ConfigFactory.load());
    try (RealCluster<?> cluster = bank(1).config(user).build()) {
      cluster.start("n1");
      cluster.awaitReady();
      ActorSystem<Void> system = cluster.system("n1");

      ActorRef<Visits.Visit> visits =
          system.systemActorOf(Visits.create(), "visits", Props.empty());
      long first =
          get(AskPattern.ask(visits, Visits.Visit::new, ofSeconds(20), system.scheduler()));
      long second =
          get(AskPattern.ask(visits, Visits.Visit::new, ofSeconds(20), system.scheduler()));
      assertThat(get(cluster.group("n1").submit(new Bank.Deposit("carol", 1))))
          .isInstanceOf(Outcome.Committed.class);

      assertThat(List.of(first, second)).containsExactly(1L, 2L);
      PersistenceTestKit users = PersistenceTestKit.create(system);
      assertThat(users.persistedInStorage(Visits.ID)).containsExactly("visited", "visited");
      assertThat(users.persistedInStorage(ACCEPTOR)).isEmpty();
    }
    assertThat(journal("n1")).contains(ACCEPTOR).doesNotContain(Visits.ID);
  }

  /** All bytes of a node's journal, as text. */
  private String journal(String id) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.resolve(id).resolve("journal"))) {
      for (Path file : files.sorted().toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Test
  void aNodeWithoutAMemberIsAnsweredByOne() throws Exception {
    try (RealCluster<?> cluster = bank(3).build()) {
      cluster.ids().forEach(cluster::start);
      cluster.awaitReady();
      ConsensusGroup guest = Synod.get(cluster.guest()).connect(GROUP);
      Awaitility.await()
          .atMost(ofSeconds(60))
          .until(
              () -> get(guest.submit(new Bank.Deposit("dave", 1))),
              Outcome.Committed.class::isInstance);

      long session = ((Outcome.Committed<Long>) get(guest.openSession())).reply();
      Outcome<Long> once = get(guest.submit(session, 1, new Bank.Deposit("erin", 3)));
      Outcome<Long> again = get(guest.submit(session, 1, new Bank.Deposit("erin", 3)));

      assertThat(once).isInstanceOf(Outcome.Committed.class).isEqualTo(again);
      assertThat(get(guest.read(new Bank.Balance("erin"))).value()).isEqualTo(3);
      assertThat(get(guest.status()).leader()).isPresent();
      String tooLong = "x".repeat(200_000);
      assertThat(get(guest.submit(new Bank.Deposit(tooLong, 1))))
          .isInstanceOfSatisfying(
              Outcome.Rejected.class,
              refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.TOO_LARGE));
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
