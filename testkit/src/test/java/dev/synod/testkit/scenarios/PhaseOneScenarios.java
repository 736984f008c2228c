package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.ACCEPTED;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;
import static dev.synod.testkit.scenarios.Kinds.PREPARE;
import static dev.synod.testkit.scenarios.Kinds.PROMISE;
import static dev.synod.testkit.scenarios.Kinds.acceptOf;

import dev.synod.api.Outcome;
import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.Store.Append;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a new leader must find out before it proposes anything. */
final class PhaseOneScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("HighestBallotWins", PhaseOneScenarios::highestBallotWins),
          Scenario.of("BallotsBelongToSlots", PhaseOneScenarios::ballotsBelongToSlots),
          Scenario.of("PromisesAreNoVotes", PhaseOneScenarios::promisesAreNoVotes),
          Scenario.of("StalePromiseIgnored", PhaseOneScenarios::stalePromiseIgnored),
          Scenario.of("BallotNotReused", PhaseOneScenarios::ballotNotReused),
          Scenario.of("EqualValuesAreNoProof", PhaseOneScenarios::equalValuesAreNoProof),
          Scenario.of("LaggingMemberLeads", PhaseOneScenarios::laggingMemberLeads),
          new Scenario(
              "PhaseOneIsReadToItsEnd",
              plan -> plan.settings("synod.acceptor.page = 1 KiB"),
              PhaseOneScenarios::phaseOneIsReadToItsEnd));

  private PhaseOneScenarios() {}

  /** Rule A6: n1 reports (b1, a), n3 (b2, b), which is chosen. */
  private static void highestBallotWins(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().crash("n1");
    stage.hold(ACCEPTED, "n2", "n3");
    stage.elect("n3").send("n3", "b.");
    stage.run(20).drop().cluster().crash("n2").crash("n3").start("n1").start("n3");

    stage.elect("n1").demandText("b.");
  }

  /**
   * Rule A6: n1 has voted for a in one slot under b1, and for c in the next one under b3; b was
   * chosen in the first under b2.
   */
  private static void ballotsBelongToSlots(Stage stage) {
    long slot = stage.ledByN1().nextSlot();
    stage.hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().crash("n1");
    stage.hold(ACCEPTED, "n2", "n3");
    stage.elect("n3").send("n3", "b.");
    stage.run(20).cluster().crash("n3").start("n1");
    stage.hold(acceptOf(slot), "n2", "n1");
    stage.elect("n2").send("n2", "c.");
    stage.run(20).cluster().crash("n2").start("n3");

    stage.elect("n3").demandText("b.c.");
  }

  /** Rule A4: n1 has voted for a under b1 and promised b3; b was chosen under b2. */
  private static void promisesAreNoVotes(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().crash("n1");
    stage.hold(ACCEPTED, "n2", "n3");
    stage.elect("n3").send("n3", "b.");
    stage.run(20).drop().cluster().crash("n3").start("n1");
    stage.hold(ACCEPT, "n2");
    stage.elect("n2").run(20).cluster().crash("n2").start("n3");

    stage.elect("n3").demandText("b.");
  }

  /** Rule B4: n2's promise to n3's first attempt comes when n3 waits for one to its second. */
  private static void stalePromiseIgnored(Stage stage) {
    stage.ledByN1().cluster().crash("n1");
    Hold stale = stage.hold(PROMISE, "n2", "n3");
    stage.stand("n3", () -> stale.size() > 0).cluster().start("n1").partition("n3").fromAll();
    stage.hold(CHOSEN, "n1");
    stage.elect("n1").append("n1", "a.");
    stage.cluster().crash("n1").heal();
    Hold prepare = stage.hold(PREPARE, "n3", "n2");
    stage.stand("n3", () -> prepare.size() > 0);

    stale.release();
    stage.run(20).send("n3", "b.");
    stage.run(20);
    prepare.release();

    stage.elect("n3").run(2000).demandText("a.b.");
  }

  /**
   * Rules B2 and B3: what n3 proposed under its ballot before its crash, it does not know, if its
   * own vote was not durable.
   */
  private static void ballotNotReused(Stage stage) {
    stage.ledByN1().cluster().crash("n1");
    stage.elect("n3").cluster().start("n1");
    stage.run(1000).cluster().stallDisk("n3", Duration.ofMinutes(1));
    stage.hold(ACCEPT, "n3", "n1");
    stage.send("n3", "a.");
    stage.run(20).cluster().crash("n3").start("n3");
    stage.drop().hold(PREPARE, "n3", "n2");

    stage.elect("n3").append("n3", "b.");
    stage.demand(stage.read("n3").endsWith("b."), "b. is not the last word");
  }

  /**
   * Rule A7: n1 and n2 hold the same value under different ballots; n3 holds another under one
   * between these, so that nothing is chosen.
   */
  private static void equalValuesAreNoProof(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().crash("n1");
    stage.hold(ACCEPT, "n3");
    stage.elect("n3").send("n3", "b.");
    stage.run(20).cluster().crash("n3").start("n1");
    stage.hold(ACCEPT, "n2");
    stage.elect("n2").run(20).cluster().crash("n2").start("n2");
    stage.hold(ACCEPT, "n1", "n2");
    stage.elect("n1").run(20).drop().cluster().crash("n1").start("n3");

    stage.elect("n3").demandText("a.");
  }

  /** Rule L2: n3 slept while others chose, and leads with nothing but their word for it. */
  private static void laggingMemberLeads(Stage stage) {
    stage.ledByN1().cluster().partition("n3").fromAll();
    stage.append("n1", "a.");
    stage.append("n2", "b.");
    stage.append("n1", "c.");
    stage.run(500).cluster().crash("n1").heal();

    stage.elect("n3").append("n3", "d.");
    stage.demandText("a.b.c.d.");
  }

  /** Rule L3: what is open does not fit into one page. */
  private static void phaseOneIsReadToItsEnd(Stage stage) {
    stage.ledByN1().hold(CHOSEN, "n1");
    stage.hold(ACCEPTED, "n3", "n1");
    Hold accepted = stage.hold(ACCEPTED, "n2", "n1");
    List<CompletableFuture<Outcome<String>>> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(stage.submit("n1", new Append("k" + i, "x".repeat(700))));
      stage.run(20);
    }
    accepted.release();
    sent.forEach(stage::committed);
    stage.cluster().crash("n1");

    stage.elect("n2").append("n2", "a.");
    stage.demandText("a.");
  }
}
