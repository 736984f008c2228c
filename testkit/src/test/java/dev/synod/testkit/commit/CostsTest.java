package dev.synod.testkit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted is what the papers say. */
class CostsTest {
  private static final List<Costs.Row> ROWS = Costs.rows(5, 3);

  @Test
  void countedCostsAreThoseOfTheFormulas() {
    System.out.println(Costs.table(ROWS));

    assertThat(ROWS).hasSize(5 + 5 + 20 + 20);
    assertThat(ROWS).filteredOn(row -> !row.counted().equals(row.formula())).isEmpty();
  }

  @Test
  void withoutFaultsToSurviveAllCostWhatTwoPhaseCommitDoes() {
    for (int n = 1; n <= 5; n++) {
      Cost least = Protocol.TWO_PHASE.formula(n, 0);

      assertThat(Protocol.PAXOS_COMMIT.formula(n, 0)).isEqualTo(least);
      assertThat(Protocol.FASTER_PAXOS_COMMIT.formula(n, 0)).isEqualTo(least);
    }
  }
}
