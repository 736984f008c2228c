package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.CAMPAIGN;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;
import static dev.synod.testkit.scenarios.Kinds.CONFIRMED;
import static dev.synod.testkit.scenarios.Kinds.READ_INDEX;
import static dev.synod.testkit.scenarios.Kinds.SURVEYED;

import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.testkit.sim.Hold;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What linearizable reads must wait for. */
final class ReadScenarios {
  static final List<Scenario> ALL =
      List.of(
          Scenario.of("ReadIndexNeedsBarrier", ReadScenarios::readIndexNeedsBarrier),
          Scenario.of("OldHeartbeatDoesNotConfirm", ReadScenarios::oldAnswersDoNotConfirm),
          Scenario.of("DeposedLeaderRead", ReadScenarios::deposedLeaderRead),
          Scenario.of("EveryMemberReads", ReadScenarios::everyMemberReads),
          Scenario.of("OldAnswerIsNotFresh", ReadScenarios::oldAnswerIsNotFresh),
          Scenario.of("AgeIsNotSleptThrough", ReadScenarios::ageIsNotSleptThrough),
          Scenario.of("TokenWaitsForItsSlot", ReadScenarios::tokenWaitsForItsSlot),
          Scenario.of("QuorumReadUnchosenValue", ReadScenarios::quorumReadUnchosenValue),
          Scenario.of("QuorumReadNeedsNoLeader", ReadScenarios::quorumReadNeedsNoLeader),
          Scenario.of("QuorumReadReachesItsSlot", ReadScenarios::quorumReadReachesItsSlot));

  private ReadScenarios() {}

  /** Rule R1a: what n1 has acknowledged n2 has only found in phase 1, and not yet chosen again. */
  private static void readIndexNeedsBarrier(Stage stage) {
    stage.ledByN1().hold(CHOSEN, "n1");
    stage.append("n1", "a.");
    stage.run(20).cluster().crash("n1");
    Hold unchosen = stage.hold(ACCEPT, "n2", "n3");
    var read = stage.elect("n2").ask("n2");

    stage.run(800);
    demandNot(stage, read, "");
    unchosen.release();

    stage.demand(stage.answer(read).filter("a."::equals).isPresent(), "n2 never reads a.");
  }

  /** Rule R1c: n2's answer to the last round comes in a round that began after n1 was deposed. */
  private static void oldAnswersDoNotConfirm(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    Hold old = stage.hold(CONFIRMED, "n2", "n1");
    stage.demandText("a.");
    stage.cluster().partition("n1").fromAll().clockRate("n1", 0.02);
    stage.elect("n3").append("n3", "b.");

    var read = stage.ask("n1");
    stage.run(50);
    old.release();
    stage.run(500);

    demandNot(stage, read, "a.");
    stage.mend();
    stage.answer(read);
    demandNot(stage, read, "a.");
  }

  /** Rule R0: n1 believes that it leads, but others have gone on without it. */
  private static void deposedLeaderRead(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().partition("n1").fromAll().clockRate("n1", 0.02);
    var early = stage.ask("n1");
    stage.elect("n3").append("n3", "b.");
    var late = stage.ask("n1");

    stage.run(2000);
    demandNot(stage, late, "a.");
    stage.mend();
    stage.answer(late);

    demandNot(stage, late, "a.");
    stage.answer(early);
  }

  /** Rule R3: what was acknowledged before is read, wherever. */
  private static void everyMemberReads(Stage stage) {
    stage.ledByN1().append("n2", "a.");
    stage.demandText("a.");
    stage.append("n3", "b.");
    stage.demandText("a.b.");
  }

  /** Rule R5: what n3 hears now was asked 4 s ago, before b. was acknowledged. */
  private static void oldAnswerIsNotFresh(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.run(500);
    Hold answers = stage.hold(READ_INDEX, "n1", "n3");
    var first = read(stage, "n3", ReadConsistency.bounded(Duration.ofMillis(500)));
    stage.run(3000).hold(CHOSEN, "n1", "n3");
    stage.append("n1", "b.");
    stage.run(1500);
    answers.release();
    stage.demand(stage.answer(first).filter("a."::equals).isPresent(), "n3 is not answered");

    var second = read(stage, "n3", ReadConsistency.bounded(Duration.ofMillis(500)));
    stage.run(1000);
    demandNot(stage, second, "a.");
    stage.mend();
    stage.answer(second);
    demandNot(stage, second, "a.");
  }

  /** Rules R5, E7: n3's machine sleeps, and its monotonic clock with it. */
  private static void ageIsNotSleptThrough(Stage stage) {
    ReadConsistency bounded = ReadConsistency.bounded(Duration.ofSeconds(2));
    stage.ledByN1().append("n1", "a.");
    stage.run(500);
    stage.demand(
        stage.answer(read(stage, "n3", bounded)).filter("a."::equals).isPresent(),
        "n3 is not answered");
    stage.cluster().pause("n3").clockRate("n3", 0).partition("n3").fromAll();
    stage.append("n1", "b.");
    stage.run(5000);
    var second = read(stage, "n3", bounded);
    stage.cluster().clockRate("n3", 1).resume("n3");

    stage.run(1000);
    demandNot(stage, second, "a.");
  }

  /** Rule R6: n3 has not heard of b., which its client has written at n1; nobody is asked. */
  private static void tokenWaitsForItsSlot(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.run(500);
    Hold chosen = stage.hold(CHOSEN, "n1", "n3");
    long token = stage.append("n1", "b.").slot();
    stage.hold(READ_INDEX, "n1", "n3");
    var own = read(stage, "n3", ReadConsistency.atLeast(token));
    var earlier = read(stage, "n3", ReadConsistency.atLeast(token - 1));
    stage.demand(stage.answer(earlier).filter("a."::equals).isPresent(), "a. is not there");
    stage.run(1000).demand(!own.isDone(), "n3 answers without what its client has written");

    chosen.release();

    stage.demand(stage.answer(own).filter("a.b."::equals).isPresent(), "b. is not read");
  }

  /**
   * Rule R4: n1 alone has voted for a., and n2 has asked it. That may be chosen for all that n2
   * knows, so it waits; n3 leads without n1, and the slot gets b.
   */
  private static void quorumReadUnchosenValue(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1");
    stage.send("n1", "a.");
    Hold others = stage.run(50).hold(SURVEYED, "n3", "n2");
    var first = read(stage, "n2", ReadConsistency.QUORUM);
    stage.run(300).demand(!first.isDone(), "n2 answers though a slot is open");

    others.drop();
    stage.cluster().partition("n1").fromAll();
    stage.elect("n3").append("n3", "b.");
    var second = read(stage, "n2", ReadConsistency.QUORUM);

    stage.demand(stage.answer(first).filter("b."::equals).isPresent(), "n2 does not read b.");
    stage.demand(stage.answer(second).filter("b."::equals).isPresent(), "n2 goes back");
  }

  /**
   * Rule R4: n1 is gone, nobody is elected, and n2 has not heard that a. is chosen; n3 has, and
   * tells it some time.
   */
  private static void quorumReadNeedsNoLeader(Stage stage) {
    stage.ledByN1().hold(CHOSEN, "n1", "n2");
    stage.append("n1", "a.");
    stage.run(50);
    stage.demand(local(stage, "n2").isEmpty(), "n2 knows of a. already");
    stage.hold(CAMPAIGN, "n2");
    stage.hold(CAMPAIGN, "n3");
    stage.cluster().crash("n1");

    var read = read(stage, "n2", ReadConsistency.QUORUM);
    stage.run(3000);

    stage.demand(
        read.isDone() && read.join().value().equals("a."), "n2 does not read without a leader");
  }

  private static String local(Stage stage, String member) {
    return stage.answer(read(stage, member, ReadConsistency.LOCAL)).orElseThrow();
  }

  /**
   * Rule R4: n2 has voted in a slot that the log of the next leader, which has not heard of it,
   * does not reach: no command comes, but the read ends.
   */
  private static void quorumReadReachesItsSlot(Stage stage) {
    stage.ledByN1().hold(ACCEPT, "n1", "n1", "n3");
    stage.send("n1", "a.");
    stage.run(50).cluster().partition("n2").fromAll();
    stage.drop().cluster().crash("n1").start("n1");
    stage.elect("n3").cluster().heal();
    stage.hold(SURVEYED, "n1", "n3");
    stage.run(1000);

    var read = read(stage, "n3", ReadConsistency.QUORUM);

    stage.demand(stage.answer(read).isPresent(), "a read waits for a slot that nobody fills");
  }

  private static CompletableFuture<ReadResult<String>> read(
      Stage stage, String member, ReadConsistency consistency) {
    return stage.cluster().door(member).read(Stage.ALL, consistency).toCompletableFuture();
  }

  private static void demandNot(
      Stage stage, CompletableFuture<ReadResult<String>> read, String stale) {
    stage.demand(
        !read.isDone() || read.isCompletedExceptionally() || !read.join().value().equals(stale),
        "a read is answered with '" + stale + "', which is out of date");
  }
}
