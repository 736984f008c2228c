package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPTED;
import static dev.synod.testkit.scenarios.Kinds.ANYTHING;
import static dev.synod.testkit.scenarios.Kinds.CAMPAIGN;
import static dev.synod.testkit.scenarios.Kinds.CONFIRMED;
import static dev.synod.testkit.scenarios.Kinds.HEARTBEAT;

import dev.synod.api.MemberChange;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.testkit.sim.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Leaders that read without asking, and what must keep them from it. */
final class LeaseScenarios {
  private static final double DRIFT = 0.1;

  private static final String TERMS =
      "synod.lease { duration = 800 ms, drift = %s }, synod.elector.timeout = 1 s".formatted(DRIFT);

  static final List<Scenario> ALL =
      List.of(
          leased("LeaseServesAlone", LeaseScenarios::servesAlone),
          leased("LeaseGrantorRestart", LeaseScenarios::grantorRestart),
          leased("LeaseCountsFromTheQuestion", LeaseScenarios::countsFromTheQuestion),
          leased("LeaseDropsBeforeStopSign", LeaseScenarios::dropsBeforeStopSign),
          leased("LeaseIsNotSleptThrough", LeaseScenarios::notSleptThrough),
          leased("LeaseDriftWithinBound", LeaseScenarios::driftWithinBound),
          Scenario.of("LeasesComeAndGo", LeaseScenarios::comeAndGo));

  /** n1's clock is slower than the bound allows: this must go wrong. */
  static final Scenario BEYOND_THE_BOUND =
      leased("LeaseDriftBeyondBound", LeaseScenarios::driftBeyondBound);

  private LeaseScenarios() {}

  private static Scenario leased(String name, Consumer<Stage> script) {
    return new Scenario(name, plan -> plan.settings(TERMS), script);
  }

  /**
   * Rules E2, R2: a leader that hears nobody answers for as long as its lease lasts, and then not.
   */
  private static void servesAlone(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.run(500).cluster().partition("n1").fromAll();

    stage.demand(answer(stage, "n1").equals(Optional.of("a.")), "n1 does not read by its lease");
    stage.run(800);
    stage.demand(answer(stage, "n1").isEmpty(), "n1 reads by a lease that has ended");
  }

  /**
   * Rule E4: n2 has granted n1 a lease, and forgotten it, when it is asked by n3, which has not
   * heard n1 for long.
   */
  private static void grantorRestart(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.hold(ANYTHING, "n1", "n3");
    stage.run(1000);
    Hold asked = stage.hold(CAMPAIGN, "n3");
    while (asked.size() == 0) {
      stage.run(10);
    }
    stage.cluster().partition("n1").fromAll().crash("n2").start("n2");
    stage.run(100);
    asked.release();
    stage.elect("n3").append("n3", "b.");

    demandNothingOld(stage, "n1");
  }

  /**
   * Rule E2: the answers take their time, and what they grant is over when they come. n1's clock is
   * as slow, and the others' are as fast, as the bound allows: so n3 is elected before n1 misses
   * its followers.
   */
  private static void countsFromTheQuestion(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().clockRate("n1", 0.9).clockRate("n2", 1.1).clockRate("n3", 1.1);
    stage.hold(HEARTBEAT, "n1", "n3");
    stage.run(3000);
    Hold ofN2 = stage.hold(CONFIRMED, "n2", "n1");
    Hold ofN3 = stage.hold(CONFIRMED, "n3", "n1");
    stage.run(350).hold(ANYTHING, "n1");
    Hold asked = stage.hold(CAMPAIGN, "n3");
    stage.run(700);
    ofN2.release();
    ofN3.release();
    stage.run(5).cluster().partition("n1").fromAll();
    stage.run(210);
    asked.release();
    stage.elect("n3").append("n3", "b.");

    demandNothingOld(stage, "n1");
  }

  /** Rule E7: n1's machine sleeps, and its monotonic clock with it, until n3 leads. */
  private static void notSleptThrough(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.run(500).cluster().pause("n1").clockRate("n1", 0).partition("n1").fromAll();
    stage.elect("n3").append("n3", "b.");
    CompletableFuture<ReadResult<String>> read =
        stage.cluster().door("n1").read(Stage.ALL, ReadConsistency.LEASE).toCompletableFuture();
    stage.cluster().clockRate("n1", 1).resume("n1");

    stage.demand(stage.answer(read).isEmpty(), "n1 has slept through the end of its lease");
  }

  /** Rule E5: once the stop-sign is out, each read of its epoch asks, or is refused. */
  private static void dropsBeforeStopSign(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.run(500);
    stage.demand(answer(stage, "n2").equals(Optional.of("a.")), "n2 does not read by n1's lease");
    stage.hold(ACCEPTED, "n2", "n1");
    stage.hold(ACCEPTED, "n3", "n1");
    var unused =
        stage
            .cluster()
            .door("n1")
            .reconfigure(new MemberChange.HandOver(Optional.of("n3")), OptionalLong.empty());
    stage.run(100);

    stage.demand(stage.read("n1").equals("a."), "n1 does not read by a round");
    stage.demand(answer(stage, "n1").isEmpty(), "n1 reads by its lease behind a stop-sign");
  }

  /**
   * Rule E2: n1's clock is as slow, and the others' are as fast, as the bound allows. n1 is heard
   * no more, but is granted one more lease; when that has ended at those who granted it, and n1
   * believes that it leads, n3 is elected.
   */
  private static void driftWithinBound(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().clockRate("n1", 0.9).clockRate("n2", 1.1).clockRate("n3", 1.1);
    stage.hold(HEARTBEAT, "n1", "n3");
    stage.run(3000).hold(HEARTBEAT, "n1", "n2");
    Hold asked = stage.hold(CAMPAIGN, "n3");
    stage.run(300).cluster().partition("n1").fromAll();
    stage.run(735);
    asked.release();
    stage.elect("n3").append("n3", "b.");

    demandNothingOld(stage, "n1");
  }

  /** Rule E8: n1 is cut off, and its clock hardly goes. */
  private static void driftBeyondBound(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.run(2000).cluster().clockRate("n1", 0.1).partition("n1").fromAll();
    stage.elect("n3").append("n3", "b.");

    demandNothingOld(stage, "n1");
  }

  /** Rule E6: the epochs say whether there are leases. */
  private static void comeAndGo(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.demand(answer(stage, "n1").isEmpty(), "there are no leases yet");
    change(stage, 400);
    stage.demand(answer(stage, "n3").equals(Optional.of("a.")), "there is no lease yet");
    change(stage, 0);
    stage.demand(answer(stage, "n3").isEmpty(), "there are leases still");
    stage.demandText("a.");
  }

  private static void change(Stage stage, long millis) {
    var changed =
        stage
            .cluster()
            .door("n1")
            .reconfigure(
                new MemberChange.Leases(Duration.ofMillis(millis), 10_000), OptionalLong.empty())
            .toCompletableFuture();
    stage.cluster().await(changed, Stage.SOON);
    stage.run(1000);
  }

  private static Optional<String> answer(Stage stage, String member) {
    return stage.answer(ask(stage, member));
  }

  private static CompletableFuture<ReadResult<String>> ask(Stage stage, String member) {
    return stage
        .cluster()
        .door(member)
        .read(Stage.ALL, ReadConsistency.LEASE)
        .toCompletableFuture();
  }

  private static void demandNothingOld(Stage stage, String member) {
    var read = ask(stage, member);
    stage.run(20);
    stage.demand(
        !read.isDone() || read.isCompletedExceptionally() || !read.join().value().equals("a."),
        member + " reads what is out of date by a lease");
  }
}
