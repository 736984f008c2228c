package dev.synod.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.testkit.Bank;
import dev.synod.testkit.journal.FaultyJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real actor systems that come and go, or are heard one way only. */
class BlackHoleTest {
  private static long deposit(ConsensusGroup group, long cents) throws Exception {
    Outcome<Long> outcome = get(group.submit(new Bank.Deposit("alice", cents)));
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<Long>) outcome).reply();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aLeaderThatHearsButIsNotHeardIsReplaced() throws Exception {
    try (RealCluster<?> cluster = RealCluster.of(Bank::new).start()) {
      String first = cluster.awaitLeader();
      String[] others =
          cluster.ids().stream().filter(id -> !id.equals(first)).toArray(String[]::new);

      cluster.mute(first, others[0]).mute(first, others[1]);
      String second = cluster.awaitLeader(others);

      assertThat(deposit(cluster.group(second), 7)).isEqualTo(7);
      cluster.pass(first, others[0]).pass(first, others[1]);
      cluster.awaitEqual();
    }
  }

  /** Rule R1: also those that are asked while it still believes that it leads. */
  @Test
  void aLeaderThatIsCutOffFromItsQuorumAnswersNoLinearizableRead() throws Exception {
    Config impatient =
        ConfigFactory.parseString(
                """
                pekko.cluster.downing-provider-class = ""
                synod.client.timeout = 3 s
                """)
            .withFallback(ConfigFactory.load());
    try (RealCluster<?> cluster = RealCluster.of(Bank::new).config(impatient).start()) {
      String first = cluster.awaitLeader();
      String[] others =
          cluster.ids().stream().filter(id -> !id.equals(first)).toArray(String[]::new);
      ConsensusGroup alone = cluster.group(first);
      assertThat(deposit(alone, 5)).isEqualTo(5);

      cluster.blackHole(first, others[0]).blackHole(first, others[1]);
      List<CompletionStage<ReadResult<Long>>> reads = new ArrayList<>();
      reads.add(alone.read(new Bank.Balance("alice")));
      String second = cluster.awaitLeader(others);
      reads.add(alone.read(new Bank.Balance("alice")));
      assertThat(deposit(cluster.group(second), 7)).isEqualTo(12);
      reads.add(alone.read(new Bank.Balance("alice")));

      for (CompletionStage<ReadResult<Long>> read : reads) {
        assertThat(read)
            .failsWithin(Duration.ofSeconds(60))
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(ReadFailedException.class)
            .withMessageContaining("no leader confirmed the read");
      }
      // It can be reached all the while, and says so where less is asked for.
      ReadResult<Long> local = get(alone.read(new Bank.Balance("alice"), ReadConsistency.LOCAL));
      assertThat(local.value()).isEqualTo(5);
      cluster.heal().awaitEqual();
      assertThat(get(alone.read(new Bank.Balance("alice"))).value()).isEqualTo(12);
    }
  }

  @Test
  void aMemberThatIsStoppedFindsItsJournalAgain() throws Exception {
    try (RealCluster<?> cluster = RealCluster.of(Bank::new).start()) {
      long unused = deposit(cluster.group("n1"), 5);
      cluster.stop("n3");
      assertThat(deposit(cluster.group("n1"), 7)).isEqualTo(12);

      cluster.start("n3");
      cluster.awaitReady();

      cluster.awaitEqual();
      assertThat(get(cluster.group("n3").read(new Bank.Balance("alice"))).value()).isEqualTo(12);
    }
  }

  /** On a journal that all restarts share. */
  @Test
  void aMemberWhoseJournalFailsIsDownUntilItsNodeIsStartedAgain() throws Exception {
    FaultyJournal journal = FaultyJournal.create();
    Config log =
        ConfigFactory.parseString("synod.acceptor.journal = " + FaultyJournal.PLUGIN)
            .withFallback(journal.config())
            .withFallback(ConfigFactory.load());
    try (journal;
        RealCluster<?> cluster = RealCluster.of(Bank::new).members(1).config(log).start()) {
      assertThat(deposit(cluster.group("n1"), 5)).isEqualTo(5);

      journal.all().failNextWrite();
      assertThat(get(cluster.group("n1").submit(new Bank.Deposit("alice", 7))))
          .isNotInstanceOf(Outcome.Committed.class);
      cluster.stop("n1");
      cluster.start("n1");
      cluster.awaitReady();

      assertThat(deposit(cluster.group("n1"), 1)).isEqualTo(6);
    }
  }

  @Test
  void aNodeThatThereIsNotIsNamed() {
    try (RealCluster<?> cluster = RealCluster.of(Bank::new).members(1).build()) {
      assertThatThrownBy(() -> cluster.blackHole("n1", "n2"))
          .hasMessage("there is no node 'n2'; nodes are [n1]");
      assertThatThrownBy(() -> cluster.group("n1")).hasMessage("n1 does not run; start it first");
    }
  }
}
