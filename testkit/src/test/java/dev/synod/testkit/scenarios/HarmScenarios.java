package dev.synod.testkit.scenarios;

import dev.synod.api.Outcome;
import dev.synod.testkit.sim.OlderDisk;
import dev.synod.testkit.sim.Store.Append;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What members survive, and what they must not. */
final class HarmScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("AllNodesKill9", HarmScenarios::allNodesKill9),
          Scenario.of("NoAckBeforeSync", HarmScenarios::noAckBeforeSync),
          Scenario.of("EioHalts", HarmScenarios::eioHalts),
          Scenario.of("HungDiskLeader", HarmScenarios::hungDiskLeader),
          new Scenario(
              "OverloadRecovers",
              plan ->
                  plan.settings("synod.client.outstanding = 4")
                      .settings("synod.proposer.window = 1"),
              HarmScenarios::overloadRecovers),
          Scenario.of("SigstopLeader60s", HarmScenarios::sigstopLeader60s),
          Scenario.of("AmnesiacAcceptorRefused", HarmScenarios::amnesiacAcceptorRefused),
          Scenario.of("SetBackDiskRefused", HarmScenarios::setBackDiskRefused),
          Scenario.of("BitFlipDetected", HarmScenarios::bitFlipDetected));

  /** The deadline of a write, and a look at it. */
  private static final Duration STALL = Duration.ofMillis(2100);

  /** Each is one to two seconds by chance. */
  private static final Duration TWO_TIMEOUTS = Duration.ofSeconds(4);

  private HarmScenarios() {}

  /** PowerLossAllNodes, too: what is not synced is gone everywhere. */
  private static void allNodesKill9(Stage stage) {
    stage.ledByN1();
    for (String word : List.of("a.", "b.", "c.", "d.", "e.")) {
      stage.append("n2", word);
    }
    stage.send("n3", "f.");
    stage.cluster().members().forEach(stage.cluster()::crash);
    stage.cluster().start("n3").start("n2").start("n1");

    stage.cluster().awaitLeader(Stage.SOON);
    String text = stage.read("n2");
    stage.demand(text.startsWith("a.b.c.d.e."), "words are lost: " + text);
  }

  /** Rule A3: all members crash some steps after a command has come. */
  private static void noAckBeforeSync(Stage stage) {
    stage.ledByN1();
    for (int steps = 5; steps <= 60; steps += 11) {
      var outcome = stage.submit("n1", "w" + steps + ".");
      stage
          .cluster()
          .afterSteps(steps, () -> stage.cluster().members().forEach(stage.cluster()::crash));
      stage.run(100);
      boolean known = outcome.isDone() && outcome.join() instanceof Outcome.Committed;
      stage.cluster().members().forEach(stage.cluster()::start);
      stage.cluster().awaitLeader(Stage.SOON);
      boolean there = stage.read("n2").contains("w" + steps + ".");
      stage.demand(there || !known, "w" + steps + ". was acknowledged, and is lost");
    }
  }

  /** Rule D3: after a sync that failed nothing more is said, until the member starts again. */
  private static void eioHalts(Stage stage) {
    stage.ledByN1().cluster().failNextSync("n2");
    stage.append("n1", "a.");
    stage.run(5000).demand(!stage.cluster().isRunning("n2"), "n2 runs after its sync failed");
    stage.cluster().crash("n2").start("n2");
    stage.demand(
        stage.cluster().runUntil(() -> stage.cluster().ready("n2"), Stage.SOON),
        "n2 does not come back");
    stage.demandText("a.");
  }

  /** Rule L6: who can't write gives up the lead; what it then reads is no older for that. */
  private static void hungDiskLeader(Stage stage) {
    stage.ledByN1().cluster().stallDisk("n1", Duration.ofMinutes(2));
    var stuck = stage.submit("n1", "a.");

    stage.demand(
        stage
            .cluster()
            .runUntil(() -> stage.leads("n2") || stage.leads("n3"), STALL.plus(TWO_TIMEOUTS)),
        "nobody else leads two time-outs after n1's disk counts as stalled");

    stage.demand(!stage.leads("n1"), "n1 leads though its disk hangs");
    stage.append("n2", "b.");
    Optional<String> read = stage.answer(stage.ask("n1"));
    stage.demand(
        read.filter(text -> !text.endsWith("b.")).isEmpty(), "n1 reads what was before b.");
    stage.run(10_000);
    stage.demand(stuck.isDone(), "n1 gives its client no answer");
  }

  /** Who is turned away did nothing, and when the crowd is gone all goes on as before. */
  private static void overloadRecovers(Stage stage) {
    stage.ledByN1();
    List<CompletableFuture<Outcome<String>>> crowd =
        IntStream.range(0, 100)
            .mapToObj(n -> stage.submit("n2", new Append("crowd" + n % 20, n + ".")))
            .toList();
    stage.run(20_000);

    stage.demand(crowd.stream().allMatch(CompletableFuture::isDone), "one of the crowd waits");
    List<Outcome<String>> turnedAway =
        crowd.stream()
            .map(CompletableFuture::join)
            .filter(outcome -> !(outcome instanceof Outcome.Committed))
            .toList();
    stage.demand(!turnedAway.isEmpty(), "100 at once are not too many");
    stage.demand(
        turnedAway.stream()
            .allMatch(
                outcome ->
                    outcome instanceof Outcome.Rejected<?> rejected
                        && rejected.reason() == Outcome.Reason.OVERLOADED),
        "turned away otherwise than by OVERLOADED: " + turnedAway);
    for (String word : List.of("a.", "b.", "c.")) {
      stage.append("n2", word);
    }
    stage.demandText("a.b.c.");
  }

  /** What stood in n1's queues for a minute does no harm when it runs. */
  private static void sigstopLeader60s(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().pause("n1");
    var write = stage.submit("n1", "late.");
    stage.append("n2", "b.");
    var read = stage.ask("n1");

    stage.run(60_000).cluster().resume("n1");
    stage.run(20_000);

    stage.demand(
        stage.answer(read).filter(text -> !text.startsWith("a.b.")).isEmpty(),
        "a read that was asked after b. does not see it");
    stage.demand(write.isDone(), "n1 gives its client no answer");
    stage.demand(stage.read("n1").startsWith("a.b."), "n1 does not see b.");
  }

  /** Rule D1: an empty disk has promised nothing, so it must not vote. */
  private static void amnesiacAcceptorRefused(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.giveUp("n3");
    stage.cluster().crash("n3").loseDisk("n3").start("n3");
    stage.run(5000).cluster().crash("n2");

    var outcome = stage.cluster().await(stage.submit("n1", "b."), Stage.SOON);

    stage.demand(outcome instanceof Outcome.Unknown, "n3 has voted with an empty disk: " + outcome);
    stage.demand(!stage.cluster().ready("n3"), "n3 takes part with an empty disk");
  }

  /**
   * Rule D1: n1 and n3 have chosen b, then n3's disk is set back to before. n2 has not voted, but
   * has heard how far that disk had come.
   */
  private static void setBackDiskRefused(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    OlderDisk older = stage.cluster().copyDisk("n3");
    stage.hold(Kinds.ACCEPT, "n1", "n2");
    stage.append("n1", "b.");
    stage.run(3000).cluster().crash("n1").crash("n3");
    stage.drop();
    older.putBack();
    stage.cluster().start("n3");

    stage.run(20_000);
    stage.demand(!stage.cluster().isRunning("n3"), "n3 runs with a disk that was set back");
    stage.cluster().start("n1").awaitLeader(Stage.SOON);
    stage.demandText("a.b.");
  }

  /** Rule D2: a journal that is damaged must not vote. */
  private static void bitFlipDetected(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.giveUp("n3");
    stage.cluster().rotDisk("n3").crash("n3").start("n3");

    stage.run(5000).demand(!stage.cluster().isRunning("n3"), "n3 runs with a damaged disk");
    stage.append("n1", "b.");
    stage.demandText("a.b.");
  }
}
