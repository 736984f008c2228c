package dev.synod.testkit.real;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.Choice;
import dev.synod.api.CommitException;
import dev.synod.api.CommitException.Reason;
import dev.synod.api.CommitProtocol;
import dev.synod.api.CommitProtocol.Kind;
import dev.synod.api.GroupSettings;
import dev.synod.api.Participant;
import dev.synod.api.TransactionId;
import dev.synod.testkit.Bank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions on real actor systems, with real journals. */
class TransactionsTest {
  private static final long MONEY = 1000;

  private final Map<String, Purse> purses =
      new TreeMap<>(Map.of("n1", new Purse(MONEY), "n2", new Purse(MONEY), "n3", new Purse(MONEY)));
  private final Random chance = new Random(1);

  private static RealCluster<?> nodes(String patience) {
    return RealCluster.of(Bank::new).config(config(patience)).build();
  }

  /** Nodes go without a good-bye, and nobody ends one that can't be heard. */
  private static Config config(String patience) {
    return ConfigFactory.parseMap(
            Map.of(
                "synod.client.timeout", "60 s",
                "synod.commit.patience", patience,
                "pekko.cluster.downing-provider-class", "",
                "pekko.coordinated-shutdown.run-by-actor-system-terminate", "off"))
        .withFallback(ConfigFactory.load());
  }

  private static CommitProtocol<Long> start(
      RealCluster<?> nodes, Kind kind, String id, Participant<Long> participant) {
    return Synod.get(nodes.system(id))
        .transactions(
            GroupSettings.parse("purses", id, nodes.members()), kind, Long.class, participant);
  }

  private CommitProtocol<Long> start(RealCluster<?> nodes, String id) {
    return start(nodes, Kind.PAXOS_COMMIT, id, purse(id));
  }

  private Purse purse(String id) {
    return Objects.requireNonNull(purses.get(id));
  }

  /** Of n1, n2 and n3. */
  private List<CommitProtocol<Long>> startAll(RealCluster<?> nodes, Kind kind) {
    return nodes.ids().stream().map(id -> start(nodes, kind, id, purse(id))).toList();
  }

  /** From one purse to another, sometimes more than it has. */
  private Map<String, Long> transfer() {
    int from = chance.nextInt(3);
    int to = (from + 1 + chance.nextInt(2)) % 3;
    long amount = chance.nextLong(1, 600);
    return Map.of("n" + (from + 1), -amount, "n" + (to + 1), amount);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, SECONDS);
  }

  private void awaitSettled() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(purses.values()).allMatch(Purse::free));
    assertThat(purses.values().stream().mapToLong(Purse::money).sum()).isEqualTo(3 * MONEY);
    purses.forEach((id, purse) -> assertThat(purse.wrongs()).as(id).isEmpty());
    Map<TransactionId, Choice> outcomes = new TreeMap<>();
    purses.forEach(
        (id, purse) ->
            purse
                .outcomes()
                .forEach(
                    (transaction, outcome) ->
                        assertThat(outcomes.merge(transaction, outcome, (one, other) -> one))
                            .as("%s of %s", transaction, id)
                            .isEqualTo(outcome)));
  }

  /** Rule K3: all participants do it, or none does; what is promised is promised once. */
  @ParameterizedTest
  @EnumSource
  void moneyIsMovedAndNeitherMadeNorLost(Kind kind) throws Exception {
    try (RealCluster<?> nodes = nodes("20 s")) {
      List<CommitProtocol<Long>> doors = startAll(nodes, kind);
      List<CompletionStage<Choice>> outcomes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        outcomes.add(doors.get(i % 3).commit(transfer()));
      }

      List<Choice> choices = new ArrayList<>();
      for (CompletionStage<Choice> outcome : outcomes) {
        choices.add(get(outcome));
      }

      assertThat(choices).contains(Choice.COMMIT, Choice.ABORT);
      awaitSettled();
    }
  }

  /** Rules A3, K1, T5: what was voted and decided is there again, and done to the end. */
  @ParameterizedTest
  @EnumSource(names = {"PAXOS_COMMIT", "FASTER_PAXOS_COMMIT", "TWO_PHASE"})
  void allGoOnAfterAllNodesHaveStopped(Kind kind) throws Exception {
    try (RealCluster<?> nodes = nodes("1 s")) {
      for (int round = 0; round < 3; round++) {
        List<CommitProtocol<Long>> doors = startAll(nodes, kind);
        List<CompletionStage<Choice>> outcomes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          outcomes.add(doors.get(i % 3).commit(transfer()));
        }
        get(outcomes.get(10 + chance.nextInt(20)));
        nodes.stopAll();
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> outcomes.stream().allMatch(one -> one.toCompletableFuture().isDone()));
      }

      startAll(nodes, kind);

      awaitSettled();
    }
  }

  /** While it is away nothing that it takes part in is begun and lost, and all else goes on. */
  @Test
  void aMajorityGoesOnAndWhoComesBackHearsWhatItHasMissed() throws Exception {
    try (RealCluster<?> nodes = nodes("1 s")) {
      List<CommitProtocol<Long>> doors = startAll(nodes, Kind.PAXOS_COMMIT);
      assertThat(get(doors.get(0).commit(Map.of("n1", -5L, "n3", 5L)))).isEqualTo(Choice.COMMIT);
      List<CompletionStage<Choice>> caught = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        caught.add(doors.get(i % 2).commit(Map.of("n1", -1L, "n2", -1L, "n3", 2L)));
      }
      nodes.stop("n3");

      for (CompletionStage<Choice> outcome : caught) {
        get(outcome);
      }
      assertThat(get(doors.get(0).commit(Map.of("n1", -7L, "n2", 7L)))).isEqualTo(Choice.COMMIT);
      assertThat(get(doors.get(1).commit(Map.of("n2", -7L, "n3", 7L)))).isEqualTo(Choice.ABORT);
      start(nodes, "n3");

      awaitSettled();
    }
  }

  /** Rule K5: another leads on when the node where it was begun is gone. */
  @Test
  void theOthersFinishWhatANodeThatIsGoneHasBegun() throws Exception {
    try (RealCluster<?> nodes = nodes("1 s")) {
      List<CommitProtocol<Long>> doors = startAll(nodes, Kind.PAXOS_COMMIT);
      get(doors.get(0).commit(Map.of("n2", -5L, "n3", 5L)));
      for (int i = 0; i < 50; i++) {
        var unused = doors.get(0).commit(Map.of("n2", -1L, "n3", 1L));
      }
      nodes.stop("n1");

      awaitSettled();
    }
  }

  /** A purse that gives no vote before this is complete. */
  private static Purse gated(CompletableFuture<Void> gate) {
    return new Purse(MONEY) {
      @Override
      public synchronized CompletionStage<Choice> prepare(TransactionId transaction, Long change) {
        CompletionStage<Choice> vote = super.prepare(transaction, change);
        return gate.thenCompose(open -> vote);
      }
    };
  }

  /** Rule T9: in two-phase commit nobody but the coordinator can help who has voted. */
  @Test
  void whoHasVotedWaitsForTheCoordinatorAndIsFreeWhenItReturns() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    purses.put("n3", gated(gate));
    try (RealCluster<?> nodes = nodes("2 s")) {
      voteAndLoseN1(nodes, Kind.TWO_PHASE, gate);
      // It is out of patience again and again meanwhile.
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(60))
          .until(() -> !purse("n2").free() && !purse("n3").free());

      start(nodes, Kind.TWO_PHASE, "n1", purse("n1"));

      awaitSettled();
    }
  }

  /** The same, but that it does not return: in Paxos Commit any other leader can (rule K5). */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWO_PHASE")
  void whoHasVotedDoesNotWaitForTheNodeThatBegan(Kind kind) throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    purses.put("n3", gated(gate));
    try (RealCluster<?> nodes = nodes("2 s")) {
      voteAndLoseN1(nodes, kind, gate);

      awaitSettled();
    }
  }

  /** It begins a transaction of the others, hears no vote of n3, and dies; n2 is impatient. */
  private void voteAndLoseN1(RealCluster<?> nodes, Kind kind, CompletableFuture<Void> gate) {
    Config calm = config("60 s");
    List.of("n1", "n3").forEach(id -> nodes.system(id, calm));
    List<CommitProtocol<Long>> doors = startAll(nodes, kind);
    var unused = doors.get(0).commit(Map.of("n2", -5L, "n3", 5L));
    await().atMost(Duration.ofSeconds(60)).until(() -> !purse("n2").free() && !purse("n3").free());
    nodes.blackHole("n1", "n2").blackHole("n1", "n3");
    gate.complete(null);
    nodes.stop("n1");
    nodes.heal();
  }

  @Test
  void aParticipantThatRefusesOrThrowsAbortsAndOneThatFailsToCommitIsCalledAgain()
      throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Purse moody =
        new Purse(MONEY) {
          @Override
          public synchronized CompletionStage<Choice> prepare(
              TransactionId transaction, Long change) {
            if (change == 13) {
              throw new IllegalStateException("13 brings bad luck");
            }
            return super.prepare(transaction, change);
          }

          @Override
          public synchronized CompletionStage<Void> commit(TransactionId transaction) {
            return calls.incrementAndGet() < 3
                ? CompletableFuture.failedStage(new IllegalStateException("not now"))
                : super.commit(transaction);
          }
        };
    purses.put("n2", moody);
    try (RealCluster<?> nodes = nodes("500 ms")) {
      List<CommitProtocol<Long>> doors = startAll(nodes, Kind.PAXOS_COMMIT);

      assertThat(get(doors.get(0).commit(Map.of("n1", -13L, "n2", 13L)))).isEqualTo(Choice.ABORT);
      assertThat(get(doors.get(0).commit(Map.of("n1", -2000L, "n2", 2000L))))
          .isEqualTo(Choice.ABORT);
      assertThat(get(doors.get(0).commit(Map.of("n1", -2L, "n2", 2L)))).isEqualTo(Choice.COMMIT);

      awaitSettled();
      assertThat(purse("n2").money()).isEqualTo(MONEY + 2);
      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void whatCannotBeBegunIsRefusedWithItsReason() throws Exception {
    try (RealCluster<?> nodes = nodes("1 s")) {
      CommitProtocol<Long> door = startAll(nodes, Kind.PAXOS_COMMIT).get(0);

      assertReason(door.commit(Map.of()), Reason.FAILED, "needs a participant");
      assertReason(door.commit(Map.of("n9", 1L)), Reason.FAILED, "no participant 'n9' in 'purses'");
      assertThatThrownBy(() -> start(nodes, "n1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'purses' were started before");
      nodes.stop("n1");
      assertReason(door.commit(Map.of("n1", 1L)), Reason.UNKNOWN, "has stopped");
    }
  }

  private static void assertReason(CompletionStage<?> stage, Reason reason, String detail) {
    assertThatThrownBy(() -> get(stage))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessageContaining(detail)
        .isInstanceOfSatisfying(
            CommitException.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }
}
