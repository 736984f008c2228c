package dev.synod.testkit.real;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.Applied;
import dev.synod.api.Outcome;
import dev.synod.api.StateMachine;
import dev.synod.testkit.Bank;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rule G6: n3 runs another version of the machine, and nobody notices at first. */
class DivergenceTest {
  private static final int SLOTS = 20;

  /** Counts each deposit twice. */
  private static final class Miscounting extends StateMachine<SortedMap<String, Long>> {
    private final Bank bank = new Bank();

    @Override
    public SortedMap<String, Long> emptyState() {
      return bank.emptyState();
    }

    @Override
    public CommandHandler<SortedMap<String, Long>> commandHandler() {
      return newCommandHandlerBuilder()
          .onCommand(
              Bank.Deposit.class,
              (context, balances, deposit) -> {
                var next = new TreeMap<>(balances);
                next.merge(deposit.account(), 2 * deposit.cents(), Long::sum);
                return Applied.of(next, 0L);
              })
          .build();
    }

    @Override
    public QueryHandler<SortedMap<String, Long>> queryHandler() {
      return bank.queryHandler();
    }

    @Override
    public Object snapshotOf(SortedMap<String, Long> balances) {
      return bank.snapshotOf(balances);
    }

    @Override
    public SortedMap<String, Long> stateOf(Object snapshot) {
      return bank.stateOf(snapshot);
    }
  }

  @Test
  void whoHasComeToAnotherStateStopsAndTheOthersGoOn() throws Exception {
    AtomicInteger started = new AtomicInteger();
    RealPlan<SortedMap<String, Long>> plan =
        RealCluster.of(() -> started.incrementAndGet() == 3 ? new Miscounting() : new Bank());
    try (RealCluster<?> cluster =
        plan.config(
                ConfigFactory.parseString("synod.replica.snapshot-slots = " + SLOTS)
                    .withFallback(ConfigFactory.load()))
            .start()) {
      deposit(cluster, SLOTS);

      String line =
          Synod.get(cluster.system("n3"))
              .whenStopped("group")
              .toCompletableFuture()
              .get(60, SECONDS);

      assertThat(line).contains("the replica of member n3 has stopped").contains("rule G6");
      assertThat(line).contains("[n3] has what no majority has");
      deposit(cluster, 1);
      var read = cluster.group("n2").read(new Bank.Balance("alice"));
      assertThat(read.toCompletableFuture().get(60, SECONDS).value()).isEqualTo(SLOTS + 1);
    }
  }

  private static void deposit(RealCluster<?> cluster, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      var outcome = cluster.group("n1").submit(new Bank.Deposit("alice", 1));
      assertThat(outcome.toCompletableFuture().get(60, SECONDS))
          .isInstanceOf(Outcome.Committed.class);
    }
  }
}
