package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.SNAPSHOT_PART;

import dev.synod.api.MemberChange;
import dev.synod.testkit.probe.Probe;
import dev.synod.testkit.sim.Hold;
import java.util.List;
import java.util.function.Consumer;

/** Members that take no snapshot by themselves, and clear from memory what all have executed. */
final class MemoryScenarios {
  /** A disk that waits makes itself known in this time. */
  private static final int KNOWN_MILLIS = 3000;

  static final List<Scenario> ALL =
      List.of(
          of("AllKilledAfterClearing", MemoryScenarios::allKilledAfterClearing),
          of("SilentMemberHoldsMemory", MemoryScenarios::silentMemberHoldsMemory),
          of("NewcomerAfterClearing", MemoryScenarios::newcomerAfterClearing),
          of("LostDiskAfterClearing", MemoryScenarios::lostDiskAfterClearing),
          of("WitnessAfterClearing", MemoryScenarios::witnessAfterClearing));

  private MemoryScenarios() {}

  private static Scenario of(String name, Consumer<Stage> script) {
    return new Scenario(
        name,
        plan ->
            plan.spares(1)
                .settings(
                    """
                    synod.replica.snapshot-store = synod.testkit.snapshot-store
                    synod.replica.snapshot-slots = 1000000
                    synod.acceptor.page = 1 KiB
                    """),
        script);
  }

  /** All have executed a and b, and have cleared them; c is what they clear them with. */
  private static Stage cleared(Stage stage) {
    stage.ledByN1();
    stage.append("n1", "a.");
    stage.append("n2", "b.");
    stage.run(2000);
    stage.append("n3", "c.");
    stage.run(100);
    stage.demand(
        stage.cluster().sightings().counts().containsKey(Probe.MEMORY_CLEARED),
        "nobody clears anything");
    stage.demand(snapshots(stage) == 0, "somebody has taken a snapshot");
    return stage;
  }

  private static long snapshots(Stage stage) {
    return stage.cluster().running().stream()
        .mapToLong(id -> stage.status(id).snapshotThrough())
        .sum();
  }

  /** Rule G1: what was cleared from all memories is in all journals. */
  private static void allKilledAfterClearing(Stage stage) {
    cleared(stage)
        .cluster()
        .crash("n1")
        .crash("n2")
        .crash("n3")
        .start("n1")
        .start("n2")
        .start("n3");

    stage.run(2000).demandText("a.b.c.");
    stage.demand(snapshots(stage) == 0, "somebody has taken a snapshot");
  }

  /** n3, which lags, is brought up by values, however long it was away: nothing is borrowed. */
  private static void silentMemberHoldsMemory(Stage stage) {
    cleared(stage).cluster().crash("n3");
    stage.append("n1", "d.");
    stage.run(20_000);
    stage.append("n2", "e.");
    stage.run(2000);
    Hold parts = stage.hold(SNAPSHOT_PART, "n1", "n3");
    Hold otherParts = stage.hold(SNAPSHOT_PART, "n2", "n3");

    stage.cluster().start("n3");
    stage.run(3000).demandText("a.b.c.d.e.");
    stage.demand(parts.size() + otherParts.size() == 0, "n3 borrows a snapshot");
    stage.demand(snapshots(stage) == 0, "somebody has taken a snapshot");
  }

  /** There is no snapshot, and nobody has the values in memory: one is taken for n4. */
  private static void newcomerAfterClearing(Stage stage) {
    cleared(stage).cluster().start("n4");
    stage.run(KNOWN_MILLIS);
    change(stage, new MemberChange.Add("n4", MemberChange.Kind.VOTER));

    stage.demand(
        stage
            .cluster()
            .runUntil(
                () -> stage.cluster().census().electorate().voters().contains("n4"), Stage.SOON),
        "n4 becomes no voter");
    stage.append("n4", "d.");
    stage.demandText("a.b.c.d.");
  }

  /** The same for a member whose disk was lost, while another snapshot is too old to lead it on. */
  private static void lostDiskAfterClearing(Stage stage) {
    cleared(stage);
    long taken = stage.cluster().await(stage.cluster().door("n2").takeSnapshot(), Stage.SOON);
    stage.demand(taken > 0, "n2 takes no snapshot");
    stage.append("n1", "d.");
    stage.run(2000);
    stage.append("n1", "e.");
    stage.run(100).cluster().crash("n3").loseDisk("n3").start("n3");
    stage.run(KNOWN_MILLIS);
    change(stage, new MemberChange.Replace("n3"));

    stage.run(20_000).cluster().crash("n1");
    stage.append("n3", "f.");
    stage.demandText("a.b.c.d.e.f.");
  }

  /**
   * Rule W1: nobody has a snapshot, so a witness that begins with an empty log asks for some; else
   * it would never vote, and four members with it are worse off than three.
   */
  private static void witnessAfterClearing(Stage stage) {
    cleared(stage).cluster().start("n4");
    stage.run(KNOWN_MILLIS);
    change(stage, new MemberChange.Add("n4", MemberChange.Kind.WITNESS));
    stage.append("n1", "d.");
    stage.run(30_000);

    stage.cluster().crash("n3");
    stage.append("n2", "e.");
    stage.demandText("a.b.c.d.e.");
  }

  private static void change(Stage stage, MemberChange change) {
    long epoch = stage.cluster().census().electorate().epoch();
    var unused =
        stage.cluster().await(stage.cluster().reconfigure("n1", change, epoch), Stage.SOON);
  }
}
