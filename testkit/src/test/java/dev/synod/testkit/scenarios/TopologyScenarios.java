package dev.synod.testkit.scenarios;

import dev.synod.api.GroupStatus;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.testkit.sim.Store.Append;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who leads where not all hear all (rules L6, L7): whoever is connected to a quorum can, and
 * whoever is not does not disturb it.
 */
final class TopologyScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("QuorumLossOfThree", TopologyScenarios::quorumLossOfThree),
          Scenario.ofFive("QuorumLossPartial", TopologyScenarios::quorumLossPartial),
          Scenario.of("ConstrainedElectionOfThree", TopologyScenarios::constrainedOfThree),
          Scenario.ofFive("ConstrainedElection", TopologyScenarios::constrainedElection),
          Scenario.of("ChainedNoFlap", stage -> chain(stage, "n1", "n2", "n3")),
          Scenario.of("ChainLedFromWithin", stage -> chain(stage, "n2", "n1", "n3")),
          Scenario.ofFive(
              "ChainOfFiveLedFromItsEnd", stage -> chain(stage, "n1", "n2", "n3", "n4", "n5")),
          Scenario.ofFive(
              "ChainOfFiveLedFromWithin", stage -> chain(stage, "n3", "n1", "n2", "n5", "n4")),
          Scenario.of("LeaderHeardByOneOnly", TopologyScenarios::leaderHeardByOneOnly),
          Scenario.ofFive("LeaderHeardByNobody", TopologyScenarios::leaderHeardByNobody),
          Scenario.of("LinksOneWayAround", TopologyScenarios::linksOneWayAround),
          Scenario.ofFive("HungDisksAreNoQuorum", TopologyScenarios::hungDisksAreNoQuorum),
          Scenario.of("ProposalsVanish", TopologyScenarios::proposalsVanish),
          new Scenario(
              "ProposalsOfThePreferredVanish",
              plan ->
                  plan.settings("n2", "synod.elector.priority = 4")
                      .settings("n3", "synod.elector.priority = 8"),
              TopologyScenarios::proposalsVanish));

  private TopologyScenarios() {}

  /** All hear n1, but it hears nobody. */
  private static void quorumLossOfThree(Stage stage) {
    stage.ledByN1().cluster().partition("n2", "n3").towards("n1");
    String next = awaitOther(stage, "n1", "n2");
    stage.append(next, "a.");
    demandCalm(stage, 1, next);
  }

  /** All hear n2, and nobody else. */
  private static void quorumLossPartial(Stage stage) {
    stage.ledByN1();
    onlyThrough(stage, "n2");
    demandLeads(stage, "n2");
    stage.append("n2", "a.");
    demandCalm(stage, 1, "n2");
  }

  /** n3 lacks values, and only it can be elected. */
  private static void constrainedOfThree(Stage stage) {
    stage.ledByN1().cluster().partition("n3").fromAll();
    write(stage);
    stage.cluster().crash("n1").heal();
    stage.elect("n3");
    stage.demandText("a.b.c.d.e.");
  }

  /** Only n5, which lacks values, is connected to a quorum. */
  private static void constrainedElection(Stage stage) {
    stage.ledByN1().cluster().partition("n5").fromAll();
    write(stage);
    stage.cluster().heal();
    onlyThrough(stage, "n5");
    demandLeads(stage, "n5");
    stage.demandText("a.b.c.d.e.");
  }

  /** Each hears its neighbours in this line only; n1 has led before. */
  private static void chain(Stage stage, String... line) {
    stage.ledByN1();
    for (int at = 0; at < line.length; at++) {
      for (int other = at + 2; other < line.length; other++) {
        stage.cluster().partition(line[at]).from(line[other]);
      }
    }
    String middle = line[line.length / 2];
    demandCalm(stage, 2, middle);
    stage.append(middle, "a.");
  }

  /** n3 does not hear n1, but n1 hears n3, and n2 hears both. */
  private static void leaderHeardByOneOnly(Stage stage) {
    stage.ledByN1().cluster().partition("n1").towards("n3");
    demandCalm(stage, 0, "n2");
    stage.append("n1", "a.");
  }

  private static void leaderHeardByNobody(Stage stage) {
    stage.ledByN1().cluster().partition("n1").towards("n2", "n3", "n4", "n5");
    String next = awaitOther(stage, "n1", "n2");
    stage.append(next, "a.");
    demandCalm(stage, 0, next);
  }

  /** n1 speaks to n2, which speaks to n3, which speaks to n1: nobody has a quorum's answer. */
  private static void linksOneWayAround(Stage stage) {
    stage.ledByN1().cluster().partition("n1").towards("n3");
    stage.cluster().partition("n3").towards("n2");
    stage.cluster().partition("n2").towards("n1");
    stage.run(30_000);
    stage.demand(
        Stream.of(stage.others()).noneMatch(stage::leads), "somebody leads whom no quorum answers");
    stage.cluster().heal();
    stage.append(stage.cluster().awaitLeader(Stage.SOON), "a.");
  }

  /** n1 hears a quorum, but two of those write nothing; n5 could reach one that writes. */
  private static void hungDisksAreNoQuorum(Stage stage) {
    stage.ledByN1().cluster().partition("n1").from("n4");
    stage.cluster().stallDisk("n2", Duration.ofMinutes(5)).stallDisk("n3", Duration.ofMinutes(5));
    stage.send("n1", "a.");

    demandLeads(stage, "n5");
    stage.append("n5", "b.");
  }

  /** What n1 proposes is lost on the way, as large packets may be; its heartbeats arrive. */
  private static void proposalsVanish(Stage stage) {
    stage.ledByN1().hold(Accept.class::isInstance, "n1");
    stage.send("n2", "a.");
    String next = awaitOther(stage, "n1", "n2");
    stage.demand(
        stage.status("n1").leaderChanges().lastCause().equals("no-progress"),
        "n1 does not know why it leads no more");
    stage.append(next, "b.");
    demandCalm(stage, 0, next);
  }

  private static void write(Stage stage) {
    for (String word : List.of("a.", "b.", "c.", "d.", "e.")) {
      stage.append("n1", word);
    }
  }

  private static void onlyThrough(Stage stage, String hub) {
    for (String member : stage.others(hub)) {
      stage.cluster().partition(member).from(stage.others(member, hub));
    }
  }

  private static void demandLeads(Stage stage, String hub) {
    stage.demand(
        stage.cluster().runUntil(() -> stage.leads(hub), Stage.SOON), hub + " does not lead");
  }

  /** Whom this member follows once it no longer follows that one. */
  private static String awaitOther(Stage stage, String former, String member) {
    for (int look = 0; look < 300; look++) {
      Optional<String> leader =
          stage.run(100).cluster().status(member).flatMap(GroupStatus::leader);
      if (leader.isPresent() && !leader.get().equals(former)) {
        return leader.get();
      }
    }
    throw stage.cluster().failure(member + " follows nobody else than " + former);
  }

  /** A minute of load at this member, which must be done in the end, with so many new leaders. */
  private static void demandCalm(Stage stage, int changes, String loaded) {
    Map<String, Long> before = changesSeen(stage);
    for (int half = 0; half < 120; half++) {
      var unused = stage.run(500).submit(loaded, new Append("load", "x"));
    }
    Map<String, Long> after = changesSeen(stage);
    stage.demand(
        before.entrySet().stream()
            .allMatch(one -> after.getOrDefault(one.getKey(), 0L) - one.getValue() <= changes),
        "more than " + changes + " changes of leader in a minute: " + before + ", then " + after);
    stage.cluster().await(stage.submit(loaded, new Append("load", "x")), Duration.ofSeconds(2));
  }

  /** By each member since its start, also of leads between two looks. */
  private static Map<String, Long> changesSeen(Stage stage) {
    Map<String, Long> seen = new TreeMap<>();
    for (String member : stage.others()) {
      seen.put(member, stage.status(member).leaderChanges().count());
    }
    return seen;
  }
}
