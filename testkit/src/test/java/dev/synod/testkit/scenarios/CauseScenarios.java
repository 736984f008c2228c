package dev.synod.testkit.scenarios;

import dev.synod.api.GroupStatus.LeaderChanges;
import dev.synod.api.MemberChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Members know why a lead was lost, as well as they can. */
final class CauseScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("CauseOfDeath", CauseScenarios::death),
          Scenario.of("CauseOfCutOff", CauseScenarios::cutOff),
          Scenario.of("CauseOfHungDisk", CauseScenarios::hungDisk),
          Scenario.of("CauseOfPause", CauseScenarios::pause),
          Scenario.of("CauseOfTransfer", CauseScenarios::transfer));

  private CauseScenarios() {}

  /** Whoever finds it out has missed heartbeats; another may hear of the next leader first. */
  private static void death(Stage stage) {
    stage.ledByN1();
    long before = changes(stage, "n2").count();
    stage.cluster().crash("n1");
    String next = stage.cluster().awaitLeader(Stage.SOON);

    demandCause(stage, next, "missed-heartbeats");
    demandCause(stage, next.equals("n2") ? "n3" : "n2", "missed-heartbeats", "higher-ballot");
    stage.demand(changes(stage, "n2").count() > before, "n2 counts no change");
  }

  private static void cutOff(Stage stage) {
    stage.ledByN1().cluster().partition("n1").fromAll();
    stage.run(10_000);
    demandCause(stage, "n1", "no-quorum");
  }

  private static void hungDisk(Stage stage) {
    stage.ledByN1().cluster().stallDisk("n1", Duration.ofMinutes(2));
    stage.send("n1", "a.").run(20_000);
    demandCause(stage, "n1", "disk-stall");
  }

  private static void pause(Stage stage) {
    stage.ledByN1().cluster().pause("n1");
    stage.run(10_000).cluster().resume("n1");
    stage.run(5000);
    demandCause(stage, "n1", "long-pause");
  }

  private static void transfer(Stage stage) {
    stage.ledByN1();
    var handed =
        stage
            .cluster()
            .reconfigure("n1", new MemberChange.HandOver(Optional.of("n2")), 1)
            .toCompletableFuture();
    stage.cluster().await(handed, Stage.SOON);
    stage.run(1000);
    for (String member : stage.others()) {
      demandCause(stage, member, "transfer");
    }
  }

  private static LeaderChanges changes(Stage stage, String member) {
    return stage.status(member).leaderChanges();
  }

  private static void demandCause(Stage stage, String member, String... causes) {
    String cause = changes(stage, member).lastCause();
    stage.demand(
        List.of(causes).contains(cause),
        member + " gives " + cause + " as the cause, not " + List.of(causes));
  }
}
