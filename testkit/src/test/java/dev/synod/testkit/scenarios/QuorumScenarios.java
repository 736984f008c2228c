package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.ACCEPTED;
import static dev.synod.testkit.scenarios.Kinds.acceptOf;
import static dev.synod.testkit.scenarios.MembershipScenarios.demandOneEpoch;
import static dev.synod.testkit.scenarios.MembershipScenarios.make;

import dev.synod.api.MemberChange.Quorums;
import dev.synod.testkit.sim.Hold;
import java.util.List;
import java.util.stream.Stream;

/** Five members of which four elect and two accept: any of these two sets meet (rule F1). */
final class QuorumScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.ofFive(
              "AdoptedByAnotherAcceptQuorum", QuorumScenarios::adoptedByAnotherAcceptQuorum),
          Scenario.ofFive("LoserOfDisjointVotes", QuorumScenarios::loserOfDisjointVotes),
          Scenario.ofFive("TwoOfFiveGoOn", QuorumScenarios::twoOfFiveGoOn));

  private static final int ELECTION = 4;
  private static final int ACCEPTING = 2;

  private QuorumScenarios() {}

  private static Stage flexible(Stage stage) {
    stage.ledByN1();
    make(stage, "n1", new Quorums(ELECTION, ACCEPTING));
    demandOneEpoch(stage);
    stage.demand(stage.leads("n1"), "n1 leads no more");
    return stage.run(500);
  }

  /**
   * n1 and n2 choose a, which nobody hears of; n3 leads without n1 and has it accepted by others
   * than those, under a higher ballot: two accept quorums without a common member (rule A6).
   */
  private static void adoptedByAnotherAcceptQuorum(Stage stage) {
    long slot = flexible(stage).nextSlot();
    Hold first = stage.hold(ACCEPT, "n1", "n3", "n4", "n5");
    stage.hold(ACCEPTED, "n2", "n1");
    var a = stage.submit("n1", "a.");
    stage.run(50).demand(first.size() > 0 && !a.isDone(), "a is done already");
    stage.cluster().partition("n1").fromAll();

    Hold second = stage.hold(acceptOf(slot), "n3", "n1", "n2");
    stage.elect("n3").append("n3", "b.");
    stage.demand(second.size() > 0, "n3 proposes nothing in slot " + slot);
    String text = stage.read("n3");
    stage.demand(text.equals("a.b."), "n3 reads '" + text + "', not what n1 and n2 have chosen");
    stage.drop().cluster().heal();
    stage.run(5000).demandText("a.b.");
  }

  /** n1 alone votes for a; n3 and n4 choose b in that slot, and n1's offers come too late (A2). */
  private static void loserOfDisjointVotes(Stage stage) {
    long slot = flexible(stage).nextSlot();
    Hold late = stage.hold(acceptOf(slot), "n1");
    stage.send("n1", "a.").run(50);
    stage.cluster().partition("n1").fromAll();
    stage.hold(acceptOf(slot), "n3", "n1", "n2", "n5");
    stage.elect("n3");
    long chosen = stage.append("n3", "b.").slot();
    stage.demand(chosen == slot, "b stands in slot " + chosen + ", not in slot " + slot);

    stage.demand(late.size() > 0, "n1 has proposed nothing in slot " + slot);
    late.release();
    stage.run(100).drop().cluster().heal();
    stage.run(5000);
    for (String member : stage.cluster().members()) {
      String text = stage.read(member);
      stage.demand(text.startsWith("b."), member + " reads '" + text + "'");
    }
  }

  /** Three are down: who leads goes on with one other; once it is gone, nobody can take over. */
  private static void twoOfFiveGoOn(Stage stage) {
    flexible(stage).append("n1", "a.");
    stage.cluster().crash("n3").crash("n4").crash("n5");
    stage.run(20_000).append("n1", "b.");
    stage.append("n2", "c.");
    stage.demand(stage.leads("n1"), "n1 leads no more, though two are enough");
    stage.cluster().crash("n1").start("n1").start("n3");

    stage.run(20_000);
    List<String> up = List.of("n1", "n2", "n3");
    Stream<String> leading = up.stream().filter(stage::leads);
    stage.demand(leading.findAny().isEmpty(), "one of three leads, though four must elect");
    stage.cluster().start("n4").awaitLeader(Stage.SOON);
    stage.demandText("a.b.c.");
  }
}
