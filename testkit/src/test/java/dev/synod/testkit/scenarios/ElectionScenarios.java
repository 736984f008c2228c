package dev.synod.testkit.scenarios;

import dev.synod.api.GroupStatus;
import dev.synod.testkit.sim.Store.Append;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who leads when links are cut, and who keeps the lead. */
final class ElectionScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("CalmGroupKeepsItsLeader", ElectionScenarios::calmGroupKeepsItsLeader),
          Scenario.of("LeaderCrash", ElectionScenarios::leaderCrash),
          Scenario.of("ReturnUnseatsNobody", ElectionScenarios::returnUnseatsNobody),
          Scenario.of("ChainedNoFlap", ElectionScenarios::chainedNoFlap),
          Scenario.ofFive("QuorumLossPartial", ElectionScenarios::quorumLossPartial),
          Scenario.ofFive("ConstrainedElection", ElectionScenarios::constrainedElection));

  private ElectionScenarios() {}

  private static List<String> ballots(Stage stage) {
    return Stream.of(stage.others()).map(id -> stage.status(id).ballot()).toList();
  }

  /** Rule L7: where nothing happens, no ballot is raised. */
  private static void calmGroupKeepsItsLeader(Stage stage) {
    List<String> before = ballots(stage.run(20_000));
    List<String> after = ballots(stage.run(60_000));

    stage.demand(
        before.equals(after) && before.stream().distinct().count() == 1,
        "a minute of calm has led from ballots " + before + " to " + after);
  }

  /** The others notice, and elect. */
  private static void leaderCrash(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().crash("n1");
    String next = stage.cluster().awaitLeader(Stage.SOON);
    stage.append(next, "b.");
    stage.demandText("a.b.");
  }

  /** Rule L7: n3 was alone for long; when it returns, n1 still leads. */
  private static void returnUnseatsNobody(Stage stage) {
    stage.ledByN1().cluster().partition("n3").fromAll();
    String ballot = stage.run(30_000).status("n1").ballot();
    stage.cluster().heal();

    stage.run(5000).append("n1", "a.");
    stage.run(5000).append("n3", "b.");

    stage.demand(
        stage.leads("n1") && stage.status("n3").ballot().equals(ballot),
        "n3 has unseated n1 of " + ballot);
  }

  /** Rule L7: n1 and n3 hear n2 only. */
  private static void chainedNoFlap(Stage stage) {
    stage.ledByN1().cluster().partition("n1").from("n3");
    List<String> seen = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      var unused = stage.run(1000).submit("n2", new Append("load", "x"));
      String ballot = stage.status("n2").ballot();
      if (!seen.contains(ballot)) {
        seen.add(ballot);
      }
    }
    stage.demand(seen.size() <= 3, "more than two changes of leader in a minute: " + seen);
    stage.append("n2", "a.");
  }

  /** Rule L7: all hear n2, and nobody else. */
  private static void quorumLossPartial(Stage stage) {
    stage.ledByN1();
    onlyThrough(stage, "n2");
    demandLeads(stage, "n2");
    stage.append("n2", "a.");
  }

  /** Rule L7: only n5, which lags, is connected to a quorum. */
  private static void constrainedElection(Stage stage) {
    stage.ledByN1().cluster().partition("n5").fromAll();
    for (String word : List.of("a.", "b.", "c.", "d.", "e.")) {
      stage.append("n1", word);
    }
    stage.cluster().heal();
    onlyThrough(stage, "n5");
    demandLeads(stage, "n5");
    stage.demandText("a.b.c.d.e.");
  }

  private static void onlyThrough(Stage stage, String hub) {
    for (String member : stage.others(hub)) {
      stage.cluster().partition(member).from(stage.others(member, hub));
    }
  }

  private static void demandLeads(Stage stage, String hub) {
    Optional<String> leader = Optional.empty();
    for (int second = 0; second < 60 && !leader.equals(Optional.of(hub)); second++) {
      leader = stage.run(1000).cluster().status(hub).flatMap(GroupStatus::leader);
    }
    stage.demand(leader.equals(Optional.of(hub)), hub + " must lead, not " + leader);
  }
}
