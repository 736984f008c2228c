package dev.synod.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.CommitProtocol.Kind;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcollections.TreePMap;

/** Many transactions in a faulty world: begun, decided, done and forgotten. */
class TransactionWorldTest {
  private static final int SEEDS = Math.max(300, Integer.getInteger("synod.seeds", 0));
  private static final int STEPS = 1500;

  private static TransactionWorld run(long seed, Kind kind, UnaryOperator<History> mistake) {
    TransactionWorld world = new TransactionWorld(seed, kind, mistake);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    world.calm();
    world.requireGood();
    return world;
  }

  /** Rules K1, K3, T5: also for what comes when a transaction is over and forgotten. */
  @ParameterizedTest
  @EnumSource(names = {"PAXOS_COMMIT", "FASTER_PAXOS_COMMIT", "TWO_PHASE"})
  void allAreDoneOnceOrNotAtAllAndForgottenInTheEnd(Kind kind) {
    long transactions = 0;
    long committed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        TransactionWorld world = run(seed, kind, UnaryOperator.identity());
        transactions += world.transactions();
        committed += world.committed();
      } catch (AssertionError | RuntimeException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
    assertThat(transactions).as("begun").isGreaterThan(10L * SEEDS);
    assertThat(committed).as("committed of %d", transactions).isGreaterThan(transactions / 10);
  }

  /** Forgetting without a tombstone: an old letter begins the transaction anew (rule T5). */
  @ParameterizedTest
  @EnumSource(names = {"PAXOS_COMMIT", "FASTER_PAXOS_COMMIT", "TWO_PHASE"})
  void whoForgetsThatItHasForgottenIsFoundOut(Kind kind) {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < SEEDS; seed++) {
                run(seed, kind, history -> new History(history.pasts(), TreePMap.empty()));
              }
            })
        .hasMessageFindingMatch("after its end|two outcomes|without a vote|has lost|rule T3");
  }
}
