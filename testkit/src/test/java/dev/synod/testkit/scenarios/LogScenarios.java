package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.ANYTHING;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;
import static dev.synod.testkit.scenarios.Kinds.acceptOf;

import dev.synod.api.Outcome;
import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.Store.Poison;
import java.util.List;

/** What is learned, and what is applied. */
final class LogScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
              "CommitIndexNeedsMatchingBallot", LogScenarios::commitIndexNeedsMatchingBallot),
          Scenario.of("GapFilledByNoop", LogScenarios::gapFilledByNoop),
          Scenario.of("OldMessageReplay", LogScenarios::oldMessageReplay),
          Scenario.of("PoisonDeterministic", LogScenarios::poisonDeterministic),
          Scenario.of("ManyMembersWrite", LogScenarios::manyMembersWrite));

  private LogScenarios() {}

  /** Rule C2: n1 has voted for a where b was chosen, and hears how far the log is chosen. */
  private static void commitIndexNeedsMatchingBallot(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    stage.run(20).cluster().partition("n1").fromAll();
    stage.elect("n3").append("n3", "b.");
    stage.hold(ACCEPT, "n3", "n1");
    stage.cluster().heal();

    stage.run(2000);
    String text = stage.read("n1");
    stage.demand(text.startsWith("b."), "b. is chosen first, but n1 reads " + text);
  }

  /** Rules L4 and L5: of three slots in flight only the first and the last have votes. */
  private static void gapFilledByNoop(Stage stage) {
    long slot = stage.ledByN1().nextSlot();
    stage.hold(acceptOf(slot + 1), "n1");
    stage.hold(CHOSEN, "n1");
    stage.send("n1", "a.");
    stage.run(20).send("n1", "b.");
    stage.run(20).send("n1", "c.");
    stage.run(20).cluster().crash("n1");

    stage.elect("n2").demandText("a.c.");
    stage.cluster().start("n1");
    stage.run(2000).demandText("a.c.");
  }

  /** Rule B4: everything that n1 said and heard while it led comes once it is long forgotten. */
  private static void oldMessageReplay(Stage stage) {
    stage.ledByN1();
    List<Hold> old =
        List.of(
            stage.hold(ANYTHING, "n1"),
            stage.hold(ANYTHING, "n2", "n1"),
            stage.hold(ANYTHING, "n3", "n1"));
    stage.send("n1", "a.");
    stage.run(20).elect("n3").append("n3", "b.");
    String ballot = stage.run(60_000).status("n3").ballot();

    old.forEach(Hold::release);

    stage.run(2000).demandText("b.");
    stage.demand(
        stage.leads("n3") && stage.status("n3").ballot().equals(ballot),
        "old mail has unseated n3 of " + ballot);
  }

  /** A command that throws is refused everywhere, in its slot, and the log goes on. */
  private static void poisonDeterministic(Stage stage) {
    stage.ledByN1();
    for (String member : stage.others()) {
      Outcome<String> outcome =
          stage.cluster().await(stage.submit(member, new Poison("k")), Stage.SOON);
      stage.demand(
          outcome instanceof Outcome.Rejected<String> rejected && rejected.slot().isPresent(),
          "poison must be refused in the log, but " + outcome);
    }
    stage.append("n2", "a.");
    stage.demandText("a.");
  }

  /** Rule G6: members that write one after the other stay equal, also the one that starts again. */
  private static void manyMembersWrite(Stage stage) {
    stage.ledByN1();
    StringBuilder text = new StringBuilder();
    for (String word : "a. b. c. d. e. f. g. h. i. j. k. l.".split(" ", -1)) {
      String[] members = stage.others();
      stage.append(members[text.length() % members.length], word);
      text.append(word);
    }
    stage.cluster().crash("n2").start("n2");
    stage.run(2000).demandText(text.toString());
  }
}
