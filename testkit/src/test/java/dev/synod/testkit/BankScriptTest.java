package dev.synod.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.testkit.Bank.Balance;
import dev.synod.testkit.Bank.Deposit;
import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.SimulatedCluster;
import org.junit.jupiter.api.Test;

/** The script that the README shows. */
class BankScriptTest {
  @Test
  void aDepositThatWasOnItsWayWhenTheLeaderFellIsDoneOnce() {
    try (SimulatedCluster<?> cluster = SimulatedCluster.of(Bank::new).seed(1).start()) {
      String first = cluster.awaitLeader(ofSeconds(20));
      String[] others =
          cluster.members().stream().filter(id -> !id.equals(first)).toArray(String[]::new);
      long session =
          ((Outcome.Committed<Long>) cluster.await(cluster.door(first).openSession(), ofSeconds(5)))
              .reply();

      Hold accepts = cluster.hold(Accept.class::isInstance, first, others);
      var lost = cluster.door(first).submit(session, 1, new Deposit("alice", 5));
      cluster.runFor(ofMillis(100)).partition(first).fromAll().runFor(ofSeconds(5));
      accepts.release();
      String second = cluster.heal().crash(first).start(first).awaitLeader(ofSeconds(20));
      assertThat(lost.toCompletableFuture().getNow(null)).isNotInstanceOf(Outcome.Committed.class);

      var again = cluster.door(second).submit(session, 1, new Deposit("alice", 5));
      assertThat(cluster.await(again, ofSeconds(20))).isInstanceOf(Outcome.Committed.class);
      var read = cluster.door(first).read(new Balance("alice"), ReadConsistency.LINEARIZABLE);
      assertThat(cluster.await(read, ofSeconds(20)).value()).isEqualTo(5);
    }
  }
}
