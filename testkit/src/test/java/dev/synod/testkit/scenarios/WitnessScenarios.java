package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.CAMPAIGN;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;
import static dev.synod.testkit.scenarios.MembershipScenarios.demandOneEpoch;
import static dev.synod.testkit.scenarios.MembershipScenarios.ledByN1With;
import static dev.synod.testkit.scenarios.MembershipScenarios.make;

import dev.synod.api.MemberChange;
import dev.synod.api.MemberChange.Add;
import dev.synod.api.MemberChange.Quorums;
import dev.synod.api.MemberChange.Remove;
import dev.synod.api.Outcome;
import dev.synod.testkit.sim.Hold;
import java.util.List;
import java.util.function.Consumer;

/** A member that votes and keeps the log, but has no state: n4. */
final class WitnessScenarios {
  static final List<Scenario> ALL =
      List.of(
          of("WitnessRecoversValue", WitnessScenarios::witnessRecoversValue),
          of("WitnessServesNobody", WitnessScenarios::witnessServesNobody),
          ofShortLogs("WitnessTruncatesAndRestarts", WitnessScenarios::truncatesAndRestarts),
          ofShortLogs("WitnessJoinsBehindTheLog", WitnessScenarios::joinsBehindTheLog),
          ofShortLogs("WitnessMissesAnEpoch", WitnessScenarios::missesAnEpoch),
          ofShortLogs("WitnessKeepsWhatOneLacks", WitnessScenarios::keepsWhatOneLacks));

  private WitnessScenarios() {}

  private static Scenario of(String name, Consumer<Stage> script) {
    return new Scenario(name, plan -> plan.spares(1), script);
  }

  /** Each slot is in a snapshot, and nothing is kept for those that lag. */
  private static Scenario ofShortLogs(String name, Consumer<Stage> script) {
    return new Scenario(
        name,
        plan ->
            plan.spares(1)
                .settings(
                    """
                    synod.replica.snapshot-store = synod.testkit.snapshot-store
                    synod.replica.snapshot-slots = 1
                    synod.learner.tail = 0
                    """),
        script);
  }

  private static Stage withWitness(Stage stage) {
    ledByN1With(stage, "n4");
    make(stage, "n1", new Add("n4", MemberChange.Kind.WITNESS));
    demandOneEpoch(stage);
    return stage;
  }

  /** n1 and n2 have the state; any two of them and the witness are a quorum. */
  private static Stage withTwoAndWitness(Stage stage) {
    withWitness(stage);
    make(stage, "n1", new Remove("n3"));
    demandOneEpoch(stage);
    return stage;
  }

  private static void demandDropped(Stage stage, String member) {
    stage.demand(
        stage.cluster().story().last(4000).stream()
            .anyMatch(
                line -> line.contains("deleted") && line.contains("|" + member + "|acceptor")),
        member + " has dropped nothing of its log");
  }

  private static void restart(Stage stage, String member) {
    stage.cluster().crash(member).start(member);
  }

  /** Rule W0: of a value that n1 and the witness have chosen n2 hears from the witness alone. */
  private static void witnessRecoversValue(Stage stage) {
    withTwoAndWitness(stage);
    stage.hold(ACCEPT, "n1", "n2");
    stage.hold(CHOSEN, "n1", "n2");
    stage.append("n1", "v.");
    stage.cluster().crash("n1");
    restart(stage, "n4");

    stage.elect("n2").append("n2", "w.");
    stage.demandText("v.w.");
  }

  /** Rule W4; and it stands for no election, though nobody else can. */
  private static void witnessServesNobody(Stage stage) {
    withWitness(stage).append("n1", "a.");
    var outcome = stage.cluster().await(stage.submit("n4", "b."), Stage.SOON);
    stage.demand(
        outcome instanceof Outcome.Rejected<String> no
            && no.detail().contains("n4 is a witness of group sim")
            && no.detail().contains("ask one of [n1, n2, n3]"),
        "the witness does not say whom to ask, but " + outcome);
    stage.demand(stage.answer(stage.ask("n4")).isEmpty(), "the witness answers a read");
    stage.demand(
        stage.status("n4").members().get(3).kind().equals("witness"), "n4 does not say what it is");

    Hold campaign = stage.hold(CAMPAIGN, "n4");
    stage.cluster().crash("n1").crash("n2").crash("n3");
    stage.run(20_000).demand(campaign.size() == 0, "the witness campaigns");
    stage.cluster().start("n1").start("n2").start("n3");
    stage.cluster().awaitLeader(Stage.SOON);
    stage.demandText("a.");
  }

  /** Rule W1: what it has dropped it does not need to come back and vote; the epoch it knows. */
  private static void truncatesAndRestarts(Stage stage) {
    withWitness(stage);
    for (String word : List.of("a.", "b.", "c.", "d.")) {
      stage.append("n1", word).slot();
      stage.run(1500);
    }
    demandDropped(stage, "n4");
    restart(stage, "n4");
    stage.run(1000).cluster().crash("n3");
    stage.append("n2", "e.");
    stage.cluster().crash("n1").crash("n2").crash("n4").start("n1").start("n2").start("n4");
    stage.cluster().awaitLeader(Stage.SOON);
    stage.append("n2", "f.");
    stage.demandText("a.b.c.d.e.f.");
  }

  /** All have dropped what was before: it begins where enough of them have snapshots. */
  private static void joinsBehindTheLog(Stage stage) {
    stage.ledByN1();
    for (String word : List.of("a.", "b.", "c.")) {
      stage.append("n1", word);
      stage.run(1500);
    }
    stage.cluster().start("n4");
    stage.run(3000);
    make(stage, "n1", new Add("n4", MemberChange.Kind.WITNESS));
    demandOneEpoch(stage);

    stage.cluster().crash("n3");
    stage.append("n2", "d.");
    restart(stage, "n4");
    stage.append("n2", "e.");
    stage.demandText("a.b.c.d.e.");
  }

  /** While it is away an epoch begins whose stop-sign is then nowhere but in snapshots. */
  private static void missesAnEpoch(Stage stage) {
    withWitness(stage).cluster().crash("n4");
    make(stage, "n1", new Quorums(2, 3));
    for (String word : List.of("a.", "b.", "c.")) {
      stage.append("n1", word);
      stage.run(1500);
    }
    stage.cluster().start("n4");
    demandOneEpoch(stage);
    stage.cluster().crash("n3");
    stage.append("n2", "d.");

    restart(stage, "n4");
    stage.append("n2", "e.");
    stage.demandText("a.b.c.d.e.");
  }

  /**
   * Rule W1: n2 has no snapshot of what n1 and the witness have chosen, and n1 is lost for good.
   */
  private static void keepsWhatOneLacks(Stage stage) {
    withTwoAndWitness(stage).cluster().partition("n2").fromAll();
    for (String word : List.of("a.", "b.", "c.")) {
      stage.append("n1", word);
      stage.run(1500);
    }
    stage.cluster().crash("n1").heal();
    restart(stage, "n4");

    stage.elect("n2").append("n2", "d.");
    stage.demandText("a.b.c.d.");
  }
}
