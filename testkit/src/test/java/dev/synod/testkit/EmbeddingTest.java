package dev.synod.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Synod inside a cluster that a user already runs. */
class EmbeddingTest {
  @TempDir private Path directory;

  @Test
  void aCommandSubmittedAnywhereIsAppliedEverywhere() throws Exception {
    try (HostCluster cluster = new HostCluster(directory, 3)) {
      cluster.ids().forEach(cluster::start);
      cluster.awaitReady();

      for (String id : cluster.ids()) {
        Outcome<Long> outcome = get(cluster.group(id).submit(new Bank.Deposit("alice", 5)));
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
      }

      for (String id : cluster.ids()) {
        assertThat(get(cluster.group(id).read(new Bank.Balance("alice"))).value()).isEqualTo(15);
      }
      Awaitility.await().until(() -> sameStateOn(cluster));
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenAllNodesStopAndStartInAnotherOrder() throws Exception {
    try (HostCluster cluster = new HostCluster(directory, 3)) {
      cluster.ids().forEach(cluster::start);
      cluster.awaitReady();
      assertThat(get(cluster.group("n2").submit(new Bank.Deposit("bob", 7))))
          .isInstanceOf(Outcome.Committed.class);

      cluster.close();
      cluster.start("n3");
      cluster.start("n2");
      cluster.awaitReady();

      ConsensusGroup second = cluster.group("n2");
      assertThat(get(second.read(new Bank.Balance("bob"))).value()).isEqualTo(7);
      assertThat(get(second.read(new Bank.Balance("bob"), ReadConsistency.LOCAL)).value())
          .isEqualTo(7);
    }
  }

  private static boolean sameStateOn(HostCluster cluster) throws Exception {
    GroupStatus first = get(cluster.group("n1").status());
    for (String id : cluster.ids()) {
      GroupStatus status = get(cluster.group(id).status());
      if (status.appliedThrough() != first.appliedThrough()
          || !status.stateHash().equals(first.stateHash())) {
        return false;
      }
    }
    return true;
  }

  private static <T> T get(java.util.concurrent.CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
