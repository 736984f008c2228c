package dev.synod.testkit.scenarios;

import dev.synod.testkit.sim.ClusterPlan;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;

/**
 * A written scenario.
 *
 * @param name what it is known by
 * @param setting what it needs of the cluster
 * @param script what is done and demanded; the stage itself demands life and equality at the end
 */
public record Scenario(
    String name,
    UnaryOperator<ClusterPlan<PSortedMap<String, String>>> setting,
    Consumer<Stage> script) {

  static Scenario of(String name, Consumer<Stage> script) {
    return new Scenario(name, plan -> plan, script);
  }

  static Scenario ofFive(String name, Consumer<Stage> script) {
    return new Scenario(name, plan -> plan.members(5), script);
  }

  /** All of them. */
  public static List<Scenario> all() {
    return Stream.of(
            PhaseOneScenarios.ALL,
            PhaseTwoScenarios.ALL,
            LogScenarios.ALL,
            SnapshotScenarios.ALL,
            MemoryScenarios.ALL,
            ReadScenarios.ALL,
            LeaseScenarios.ALL,
            SessionScenarios.ALL,
            ElectionScenarios.ALL,
            TopologyScenarios.ALL,
            CauseScenarios.ALL,
            HarmScenarios.ALL,
            MembershipScenarios.ALL,
            WitnessScenarios.ALL,
            QuorumScenarios.ALL,
            IdentityScenarios.ALL)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Plays it with the members of this plan.
   *
   * @throws AssertionError if they do not do what they must
   */
  public void play(ClusterPlan<PSortedMap<String, String>> plan) {
    try (Stage stage = Stage.open(setting.apply(plan))) {
      script.accept(stage);
      stage.mend();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
