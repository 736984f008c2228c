package dev.synod.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.testkit.sim.ClusterPlan;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Store;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcollections.PSortedMap;

/** The engine's own actors in every written scenario, with some seeds each. */
class ScenariosTest {
  private static final int SEEDS = 3;

  static List<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void goesWell(Scenario scenario) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      scenario.play(SimulatedCluster.of(Store::new).seed(seed));
    }
  }

  /** Rule E8: what is judged of leases can fail. */
  @Test
  void clocksBeyondTheBoundMakeLeasesLie() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ClusterPlan<PSortedMap<String, String>> plan = SimulatedCluster.of(Store::new).seed(seed);

      assertThatThrownBy(() -> LeaseScenarios.BEYOND_THE_BOUND.play(plan))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("ReadsKeepTheirPromise: a read Lease");
    }
  }
}
