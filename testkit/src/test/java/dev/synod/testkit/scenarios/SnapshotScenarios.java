package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;
import static dev.synod.testkit.scenarios.Kinds.SNAPSHOT_PART;

import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.Store.Append;
import java.util.List;
import java.util.function.Consumer;

/** Members that keep nothing of their logs but what no snapshot covers yet. */
final class SnapshotScenarios {
  /** Crashes at so many moments, a millisecond apart. */
  private static final int MOMENTS = 12;

  static final List<Scenario> ALL =
      List.of(
          of("TruncatedIsNotEmpty", SnapshotScenarios::truncatedIsNotEmpty),
          of("TruncatedIsKnownEverywhere", SnapshotScenarios::truncatedIsKnownEverywhere),
          of("SnapshotKeepsPromiseAndSuffix", SnapshotScenarios::snapshotKeepsPromiseAndSuffix),
          of("SnapshotCrashEveryStep", SnapshotScenarios::snapshotCrashEveryStep),
          of("LenderDiesInTheMiddle", SnapshotScenarios::lenderDiesInTheMiddle),
          of("SnapshotsAlone", SnapshotScenarios::snapshotsAlone));

  private SnapshotScenarios() {}

  private static Scenario of(String name, Consumer<Stage> script) {
    return new Scenario(
        name,
        plan ->
            plan.settings(
                """
                synod.replica.snapshot-store = synod.testkit.snapshot-store
                synod.replica.snapshot-slots = 1
                synod.learner.tail = 0
                synod.acceptor.page = 1 KiB
                """),
        script);
  }

  /** The others have chosen a, b and c, and have nothing of them left but their snapshots. */
  private static Stage withN3Behind(Stage stage) {
    stage.ledByN1().cluster().partition("n3").fromAll();
    stage.append("n1", "a.");
    stage.append("n2", "b.");
    stage.run(200).append("n1", "c.");
    stage.run(2000);
    for (String member : List.of("n1", "n2")) {
      long kept = stage.status(member).snapshotThrough();
      stage.demand(
          kept == stage.status(member).appliedThrough(),
          member + " has a snapshot of slot " + kept + " only");
    }
    return stage;
  }

  /** Rule L2: n3, which lags, must lead: nobody else may stand. */
  private static void truncatedIsNotEmpty(Stage stage) {
    withN3Behind(stage).cluster().crash("n1").heal();

    stage.elect("n3").append("n3", "d.");
    stage.demandText("a.b.c.d.");
  }

  /** Rule G1: after all have lost what was in memory, snapshots and what is behind them suffice. */
  private static void snapshotsAlone(Stage stage) {
    stage.ledByN1();
    stage.append("n1", "a.");
    stage.append("n2", "b.");
    stage.run(2000);
    stage.append("n3", "c.");
    stage.cluster().crash("n1").crash("n2").crash("n3").start("n1").start("n2").start("n3");

    stage.run(2000).demandText("a.b.c.");
  }

  /** A member that lags hears of it from a leader, and borrows. */
  private static void truncatedIsKnownEverywhere(Stage stage) {
    withN3Behind(stage).cluster().heal();

    stage.run(3000).cluster().crash("n1");
    stage.demandText("a.b.c.");
  }

  /**
   * Rule G4: n3 has voted for d, which n1 and n3 choose, before it borrows what was before; then it
   * is the only one that knows of d.
   */
  private static void snapshotKeepsPromiseAndSuffix(Stage stage) {
    withN3Behind(stage);
    Hold parts = stage.hold(SNAPSHOT_PART, "n1", "n3");
    Hold otherParts = stage.hold(SNAPSHOT_PART, "n2", "n3");
    stage.hold(ACCEPT, "n1", "n2");
    stage.hold(CHOSEN, "n1");
    stage.cluster().heal();
    stage.append("n1", "d.");

    parts.release();
    otherParts.release();
    stage.run(3000).cluster().crash("n1").crash("n3").start("n3");

    stage.elect("n2").demandText("a.b.c.d.");
  }

  /** Rule G3: while n3 borrows a snapshot and saves it, it crashes, a little later each time. */
  private static void snapshotCrashEveryStep(Stage stage) {
    withN3Behind(stage);
    for (int moment = 0; moment < MOMENTS; moment++) {
      Hold parts = stage.hold(SNAPSHOT_PART, "n1", "n3");
      Hold otherParts = stage.hold(SNAPSHOT_PART, "n2", "n3");
      stage.cluster().heal();
      stage.demand(
          stage.cluster().runUntil(() -> parts.size() + otherParts.size() > 0, Stage.SOON),
          "n3 borrows nothing");
      parts.release();
      otherParts.release();
      stage.run(moment).cluster().crash("n3");
      stage.append("n1", moment + ".");
      stage.run(1000).cluster().start("n3");
    }
    stage.run(3000);
  }

  /** Rule G5: what n3 has got of a snapshot is of no use if its lender dies; another one lends. */
  private static void lenderDiesInTheMiddle(Stage stage) {
    stage.ledByN1().cluster().partition("n3").fromAll();
    stage.committed(stage.submit("n1", new Append("large", "x".repeat(900))));
    stage.committed(stage.submit("n1", new Append("larger", "y".repeat(900))));
    stage.append("n1", "a.");
    stage.run(2000).cluster().crash("n2").heal();
    Hold parts = stage.hold(SNAPSHOT_PART, "n1", "n3");
    stage.demand(
        stage.cluster().runUntil(() -> parts.size() > 0, Stage.SOON), "n3 borrows nothing");
    parts.release();
    stage.run(1).cluster().crash("n1").start("n2");

    stage.run(5000).demandText("a.");
  }
}
