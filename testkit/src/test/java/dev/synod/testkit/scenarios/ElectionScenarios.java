package dev.synod.testkit.scenarios;

import dev.synod.protocol.PaxosMessage;
import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.Weather;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who leads after a leader, and who keeps the lead. */
final class ElectionScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("CalmGroupKeepsItsLeader", ElectionScenarios::calmGroupKeepsItsLeader),
          Scenario.of("LeaderCrash", ElectionScenarios::leaderCrash),
          Scenario.of("ReturnUnseatsNobody", ElectionScenarios::returnUnseatsNobody),
          Scenario.of("DuelOfTwo", ElectionScenarios::duel),
          Scenario.ofFive("DuelOfFour", ElectionScenarios::duel),
          stretching(
              "LossyNetworkKeepsItsLeader", 4, ElectionScenarios::lossyNetworkKeepsItsLeader),
          stretching("LossyNetworkTriesPatience", 1, ElectionScenarios::lossyNetworkTriesPatience),
          prioritised("PreferredLeads", 0, ElectionScenarios::preferredLeads),
          prioritised("LastChoiceLeads", 8, ElectionScenarios::leaderCrash));

  private static final Weather LOSSY = new Weather(50_000, 100_000, 0.6, 0, 0);

  private ElectionScenarios() {}

  private static Scenario stretching(String name, int stretch, Consumer<Stage> script) {
    return new Scenario(
        name, plan -> plan.settings("synod.elector.stretch-max = " + stretch), script);
  }

  /** All but n3 are the last choice. */
  private static Scenario prioritised(String name, int ofN3, Consumer<Stage> script) {
    return new Scenario(
        name,
        plan ->
            plan.settings("synod.elector.priority = 8")
                .settings("n3", "synod.elector.priority = " + ofN3),
        script);
  }

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

  /** All who could lead ask at the same time, and raise their ballots at the same time. */
  private static void duel(Stage stage) {
    stage.ledByN1().cluster().crash("n1");
    String[] rivals = stage.others("n1");
    meet(stage, Kinds.PRE_VOTE, rivals);
    meet(stage, Kinds.PREPARE, rivals);
    long round = round(stage, stage.cluster().awaitLeader(Duration.ofSeconds(10)));

    stage.run(20_000);

    stage.demand(round <= 8, "rivals have used up the rounds through " + round);
    stage.demand(round(stage, "n2") == round, "the rivals go on: round " + round(stage, "n2"));
    stage.append("n2", "a.");
  }

  /** What each of these sends of this kind waits until all have sent such. */
  private static void meet(Stage stage, Predicate<PaxosMessage> kind, String... rivals) {
    List<Hold> holds = Stream.of(rivals).map(id -> stage.hold(kind, id)).toList();
    stage.demand(
        stage
            .cluster()
            .runUntil(() -> holds.stream().allMatch(hold -> hold.size() > 0), Stage.SOON),
        "not all of " + List.of(rivals) + " want to lead");
    holds.forEach(Hold::release);
  }

  /** Most heartbeats are lost: whoever leads is borne with, once that is known. */
  private static void lossyNetworkKeepsItsLeader(Stage stage) {
    long rounds = roundsInBadWeather(stage);
    stage.demand(rounds == 0, rounds + " rounds were used up in a minute");
  }

  /** The same without that knowledge: the weather is bad enough. */
  private static void lossyNetworkTriesPatience(Stage stage) {
    long rounds = roundsInBadWeather(stage);
    stage.demand(rounds > 0, "this weather is no trial");
  }

  private static long roundsInBadWeather(Stage stage) {
    stage.ledByN1().cluster().weather(LOSSY);
    long before = round(stage.run(10_000), "n2");
    long after = round(stage.run(60_000), "n2");
    stage.cluster().weather(Weather.CALM);
    stage.append(stage.cluster().awaitLeader(Stage.SOON), "a.");
    return after - before;
  }

  /** n1 and n2 wait for n3. */
  private static void preferredLeads(Stage stage) {
    stage.ledByN1().cluster().crash("n1");
    String next = stage.cluster().awaitLeader(Duration.ofSeconds(5));
    stage.demand(next.equals("n3"), next + " leads, though n3 is preferred");
    stage.append("n2", "a.");
  }

  private static long round(Stage stage, String member) {
    return Long.parseLong(stage.status(member).ballot().split("[.]", -1)[1]);
  }
}
