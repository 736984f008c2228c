package dev.synod.testkit.real;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.testkit.Bank;
import org.junit.jupiter.api.Test;

/** The test of real actor systems that the README shows. */
class CutOffTest {
  @Test
  void anotherLeadsWhileTheLeaderIsCutOff() throws Exception {
    try (RealCluster<?> cluster = RealCluster.of(Bank::new).start()) {
      String first = cluster.awaitLeader();
      String[] others =
          cluster.ids().stream().filter(id -> !id.equals(first)).toArray(String[]::new);

      cluster.blackHole(first, others[0]).blackHole(first, others[1]);
      String second = cluster.awaitLeader(others);
      var outcome = cluster.group(second).submit(new Bank.Deposit("alice", 5));
      assertThat(outcome.toCompletableFuture().get(60, SECONDS))
          .isInstanceOf(Outcome.Committed.class);

      cluster.heal().awaitEqual();
      var read = cluster.group(first).read(new Bank.Balance("alice"));
      assertThat(read.toCompletableFuture().get(60, SECONDS).value()).isEqualTo(5);
    }
  }
}
