package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPTED;
import static dev.synod.testkit.scenarios.MembershipScenarios.demandOneEpoch;

import dev.synod.testkit.sim.Electorate;
import dev.synod.testkit.sim.Hold;
import java.util.List;

/** Who a member is: its cluster and its disk, not its name or its address. */
final class IdentityScenarios {
  /** To be told apart from those that the places begin with. */
  private static final int PORTS = 100;

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("AddressIsNoMembership", IdentityScenarios::addressIsNoMembership),
          Scenario.of("CrossedClusters", IdentityScenarios::crossedClusters));

  private IdentityScenarios() {}

  /** Rule M7: one comes back at another address, then all do at once. */
  private static void addressIsNoMembership(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    Electorate before = stage.cluster().census().electorate();
    stage.cluster().crash("n3").readdress("n3", PORTS).start("n3");
    stage.run(5000).append("n3", "b.");
    stage.cluster().crash("n2");
    stage.run(20_000).append("n3", "c.");

    for (String member : stage.cluster().members()) {
      stage.cluster().crash(member).readdress(member, 2 * PORTS);
    }
    stage.cluster().members().forEach(stage.cluster()::start);
    demandOneEpoch(stage);
    stage.append("n2", "d.");
    stage.run(10_000);
    Electorate after = stage.cluster().census().electorate();
    stage.demand(after.equals(before), "the members were " + before + " and are " + after);
    stage.demandText("a.b.c.d.");
  }

  /** Rule M4: votes that n2 and n3 of another cluster have cast, in a group of the same name. */
  private static void crossedClusters(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    List<Hold> votes = List.of(stage.hold(ACCEPTED, "n2", "n1"), stage.hold(ACCEPTED, "n3", "n1"));
    var b = stage.submit("n1", "b.");
    stage.run(50);
    stage.demand(votes.stream().allMatch(held -> held.size() > 0), "nobody votes for b");

    votes.forEach(held -> held.releaseAs("another cluster"));
    stage.run(20).demand(!b.isDone(), "votes of another cluster are counted");
    stage.committed(b);
    stage.demandText("a.b.");
  }
}
