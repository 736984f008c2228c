package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.ACCEPTED;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;
import static dev.synod.testkit.scenarios.Kinds.HEARTBEAT;
import static dev.synod.testkit.scenarios.Kinds.PREPARE;

import dev.synod.testkit.sim.Hold;
import java.util.List;

/** What acceptors may take, and what their votes prove. */
final class PhaseTwoScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("AnotherValueIsTaken", PhaseTwoScenarios::anotherValueIsTaken),
          Scenario.of("AcceptRaisesPromise", PhaseTwoScenarios::acceptRaisesPromise),
          Scenario.of("PromiseSurvivesKill", PhaseTwoScenarios::promiseSurvivesKill),
          Scenario.ofFive("VotesOfOneBallotCount", PhaseTwoScenarios::votesOfOneBallotCount),
          Scenario.of("MinorityIsNotEnough", PhaseTwoScenarios::minorityIsNotEnough),
          Scenario.of("DeposedLeaderWrites", PhaseTwoScenarios::deposedLeaderWrites));

  private PhaseTwoScenarios() {}

  /** Rule A2: n1 holds a, n2 holds b under a higher ballot; with n3 away both must agree. */
  private static void anotherValueIsTaken(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().crash("n1");
    stage.hold(ACCEPT, "n2", "n3");
    stage.elect("n2");
    var outcome = stage.submit("n2", "b.");
    stage.run(20).cluster().crash("n3").start("n1");

    stage.committed(outcome);
    stage.demandText("b.");
  }

  /** Rule A2: n3 votes under n1's ballot without having promised it; n2's Accept comes after. */
  private static void acceptRaisesPromise(Stage stage) {
    stage.ledByN1().cluster().crash("n1");
    stage.elect("n2").cluster().clockRate("n2", 0.02).start("n1");
    stage.hold(HEARTBEAT, "n2");
    stage.hold(PREPARE, "n1", "n3");
    stage.hold(HEARTBEAT, "n1", "n2");
    stage.hold(ACCEPT, "n1", "n2");
    stage.hold(CHOSEN, "n1");
    stage.elect("n1").append("n1", "a.");

    stage.send("n2", "b.");
    stage.run(50).mend();

    String text = stage.read("n3");
    stage.demand(text.startsWith("a."), "a. is acknowledged, but the text is " + text);
  }

  /** Rule A4: n3 has promised n1's ballot, is killed, and then gets an Accept of n2's lower one. */
  private static void promiseSurvivesKill(Stage stage) {
    stage.ledByN1().cluster().crash("n1");
    Hold late = stage.hold(ACCEPT, "n2", "n3");
    stage.elect("n2").send("n2", "b.");
    stage.run(20).cluster().crash("n2").start("n1");
    stage.elect("n1").cluster().crash("n3").start("n3");

    late.release();
    stage.run(100).append("n1", "a.");

    stage.cluster().start("n2");
    stage.run(2000).demandText("a.");
  }

  /** Rule A7: n2's vote for a under b1 comes when n1 counts votes for b under b3. */
  private static void votesOfOneBallotCount(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1", "n3", "n4", "n5");
    Hold stale = stage.hold(ACCEPTED, "n2", "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().partition("n1", "n2").fromAll();
    stage.hold(ACCEPT, "n3");
    stage.elect("n3").send("n3", "b.");
    stage.run(20).cluster().crash("n3").start("n3").heal();
    stage.hold(PREPARE, "n1", "n2", "n5");
    stage.hold(ACCEPT, "n1", "n2", "n3", "n5");
    stage.elect("n1").run(20);

    stale.release();
    stage.run(20).mend();

    String text = stage.read("n1");
    stage.demand(text.startsWith("b."), "n1 has recovered b., but the text is " + text);
  }

  /** Rule A7: a leader whose Accepts reach nobody has its own vote, and no more. */
  private static void minorityIsNotEnough(Stage stage) {
    Hold unheard = stage.ledByN1().hold(ACCEPT, "n1");
    var outcome = stage.submit("n1", "a.");
    stage.run(600).demand(!outcome.isDone(), "a. is acknowledged with one vote");

    unheard.release();
    stage.committed(outcome);
    stage.demandText("a.");
  }

  /** Rule B5: n1 does not know that n3 leads; what it proposes is refused, and it steps down. */
  private static void deposedLeaderWrites(Stage stage) {
    stage.ledByN1().cluster().partition("n1").fromAll().clockRate("n1", 0.02);
    stage.elect("n3").append("n3", "a.");
    stage.hold(HEARTBEAT, "n3", "n1");
    stage.cluster().heal();
    var outcome = stage.submit("n1", "b.");

    stage.run(500).drop().cluster().clockRate("n1", 1);

    stage.committed(outcome);
    stage.demandText("a.b.");
  }
}
