package dev.synod.testkit.scenarios;

import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Store;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
}
