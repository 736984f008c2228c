package dev.synod.testkit.scenarios;

import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Store;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wherever one member is connected to a quorum, the group makes progress under a leader that stays
 * (rules L6, L7): every way in which the links of three members can be cut, each direction by
 * itself, and those of five in both.
 */
class GraphsTest {
  private static final long SETTLING_MILLIS = 10_000;

  static List<Graph> graphs() {
    return Stream.concat(Graph.oneWay(3).stream(), Graph.bothWays(5).stream())
        .filter(Graph::hasHub)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void aHubMakesProgressUnderALeaderThatStays(Graph graph) {
    int seed = graph.toString().hashCode();
    try (Stage stage =
        Stage.open(SimulatedCluster.of(Store::new).members(graph.members()).seed(seed))) {
      stage.ledByN1();
      for (String link : graph.cut()) {
        stage.cluster().partition("n" + link.charAt(0)).towards("n" + link.charAt(2));
      }
      stage.run(SETTLING_MILLIS);
      TreeSet<String> led = new TreeSet<>();
      String leader = "";
      for (int half = 0; half < 40; half++) {
        leader = Stream.of(stage.run(500).others()).filter(stage::leads).findFirst().orElse("none");
        led.add(leader.equals("none") ? leader : stage.status(leader).ballot());
      }
      stage.demand(led.size() == 1 && !leader.equals("none"), graph + ": led under " + led);
      stage.append(leader, "a.");
    }
  }
}
