package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.ACCEPT;
import static dev.synod.testkit.scenarios.Kinds.ANYTHING;
import static dev.synod.testkit.scenarios.Kinds.CAMPAIGN;
import static dev.synod.testkit.scenarios.Kinds.CATCH_UP_PAGE;
import static dev.synod.testkit.scenarios.Kinds.acceptOf;

import dev.synod.api.MemberChange;
import dev.synod.api.MemberChange.Add;
import dev.synod.api.MemberChange.Promote;
import dev.synod.api.MemberChange.Remove;
import dev.synod.api.MemberChange.Replace;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.Store.Get;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Members that come and go: n4 and n5 do not found the group. */
final class MembershipScenarios {
  /** Crashes at so many moments, a millisecond apart. */
  private static final int MOMENTS = 8;

  /** A disk that waits makes itself known in this time. */
  private static final int KNOWN_MILLIS = 3000;

  /** What was chosen before this time is not recent any more: who lacks it has not caught up. */
  private static final int REPORTED_MILLIS = 3500;

  /** One that has gone is forgotten in this time: until then two wait under the same id. */
  private static final int FORGOTTEN_MILLIS = 11_000;

  static final List<Scenario> ALL =
      List.of(
          of("StopSignVoidsLaterSlots", MembershipScenarios::stopSignVoidsLaterSlots),
          of("TwoRacingStopSigns", MembershipScenarios::twoRacingStopSigns),
          of("ReaddedNodeIsNew", MembershipScenarios::readdedNodeIsNew),
          of("LearnerMustCatchUp", MembershipScenarios::learnerMustCatchUp),
          of("LeaderRemovesItself", MembershipScenarios::leaderRemovesItself),
          of("ReplacedInOneStep", MembershipScenarios::replacedInOneStep),
          of("AllKilledInTheMiddle", MembershipScenarios::allKilledInTheMiddle),
          of("RemovedWhileAway", MembershipScenarios::removedWhileAway),
          of("RemovedServesNobody", MembershipScenarios::removedServesNobody),
          of("AnsweredOnceSettled", MembershipScenarios::answeredOnceSettled));

  private MembershipScenarios() {}

  private static Scenario of(String name, Consumer<Stage> script) {
    return new Scenario(name, plan -> plan.spares(2), script);
  }

  private static MemberChange add(String id) {
    return new Add(id, MemberChange.Kind.VOTER);
  }

  private static MemberChange remove(String id) {
    return new Remove(id);
  }

  private static CompletableFuture<Long> ask(Stage stage, String at, MemberChange change) {
    long epoch = stage.cluster().census().electorate().epoch();
    return stage.cluster().reconfigure(at, change, epoch).toCompletableFuture();
  }

  static void make(Stage stage, String at, MemberChange change) {
    long before = stage.cluster().census().electorate().epoch();
    long epoch = stage.cluster().await(ask(stage, at, change), Stage.SOON);
    stage.demand(epoch == before + 1, change + " in epoch " + before + " begins epoch " + epoch);
  }

  /** These have started and wait for a part. */
  static Stage ledByN1With(Stage stage, String... waiting) {
    stage.ledByN1();
    for (String id : waiting) {
      stage.cluster().start(id);
    }
    return stage.run(KNOWN_MILLIS);
  }

  private static boolean votes(Stage stage, String id) {
    return stage.cluster().census().electorate().voters().contains(id);
  }

  private static void demandVoter(Stage stage, String id) {
    stage.demand(
        stage.cluster().runUntil(() -> votes(stage, id), Stage.SOON), id + " becomes no voter");
  }

  /** All members are in the last epoch, and follow somebody. */
  static void demandOneEpoch(Stage stage) {
    for (int look = 0; look < 600; look++) {
      stage.run(50);
      long epoch = stage.cluster().census().electorate().epoch();
      boolean all =
          stage.cluster().census().sound().stream()
              .map(stage.cluster()::status)
              .allMatch(
                  view ->
                      view.filter(v -> v.epoch() == epoch && v.leader().isPresent()).isPresent());
      if (all) {
        return;
      }
    }
    throw stage.cluster().failure("not all members are in the last epoch, with a leader");
  }

  /**
   * Rule M1: n1 alone has voted for a stop-sign; n2 leads without having heard of it and has b
   * chosen above that slot, but nothing in it; then n1 leads again and must propose the sign. What
   * was chosen above is void, and done once when the client asks again.
   */
  private static void stopSignVoidsLaterSlots(Stage stage) {
    ledByN1With(stage, "n4");
    long session = stage.openSession("n3");
    stage.run(500);
    long slot = stage.nextSlot();
    stage.hold(ACCEPT, "n1");
    var unused = ask(stage, "n1", add("n4"));
    stage.run(50).cluster().partition("n1").fromAll();
    Hold first = stage.hold(acceptOf(slot), "n2");
    stage.elect("n2");
    var a = stage.submit("n2", session, 1, "a.");
    stage.run(20);
    var b = stage.submit("n2", session, 2, "b.");
    stage.run(100);
    stage.demand(first.size() > 0 && !a.isDone() && !b.isDone(), "a or b is done already");
    stage.cluster().crash("n2");
    stage.drop().cluster().heal();

    stage.elect("n1").run(1000);
    stage.demand(
        stage.cluster().census().electorate().kinds().containsKey("n4"), "the sign is not chosen");
    stage.committed(stage.submit("n3", session, 1, "a."));
    stage.committed(stage.submit("n3", session, 2, "b."));
    stage.cluster().start("n2");
    demandVoter(stage, "n4");
    demandOneEpoch(stage);
    stage.demandText("a.b.");
  }

  /** n1 wants n4, n2 wants n5: one is made, and n1's operator hears of it. */
  private static void twoRacingStopSigns(Stage stage) {
    ledByN1With(stage, "n4", "n5").append("n1", "a.");
    stage.hold(ACCEPT, "n1");
    var late = ask(stage, "n1", add("n4"));
    stage.run(50).cluster().partition("n1").fromAll();
    stage.elect("n2");
    make(stage, "n2", add("n5"));
    stage.drop().cluster().heal();

    demandVoter(stage, "n5");
    demandOneEpoch(stage);
    stage.demand(
        stage.cluster().runUntil(late::isDone, Stage.SOON) && late.isCompletedExceptionally(),
        "the change that lost the race ends as if it were made");
    stage.demand(!votes(stage, "n4"), "both changes are made");
    stage.append("n1", "b.");
    stage.demandText("a.b.");
  }

  /** Rule D1: what n4's former disk has said comes when the new one has a part. */
  private static void readdedNodeIsNew(Stage stage) {
    ledByN1With(stage, "n4").append("n1", "a.");
    make(stage, "n1", add("n4"));
    demandVoter(stage, "n4");
    stage.append("n4", "b.");
    Hold old = stage.hold(ANYTHING, "n4");
    stage.append("n1", "c.");
    make(stage, "n1", remove("n4"));
    demandOneEpoch(stage);
    stage.cluster().crash("n4").loseDisk("n4");
    stage.demand(old.size() > 0, "n4 has said nothing");
    Hold said = old.sealed();
    stage.cluster().start("n4");
    stage.run(FORGOTTEN_MILLIS);

    make(stage, "n1", add("n4"));
    demandVoter(stage, "n4");
    said.release();
    demandOneEpoch(stage);
    stage.append("n4", "d.");
    stage.demandText("a.b.c.d.");
  }

  /** Rule M5: n4 lives, but gets nothing. */
  private static void learnerMustCatchUp(Stage stage) {
    ledByN1With(stage, "n4").append("n1", "a.");
    make(stage, "n1", new Add("n4", MemberChange.Kind.OBSERVER));
    stage.demand(
        stage.cluster().runUntil(() -> stage.cluster().ready("n4"), Stage.SOON),
        "n4 has no part in the group");
    for (String member : List.of("n1", "n2", "n3")) {
      stage.hold(CATCH_UP_PAGE, member, "n4");
    }
    for (String word : List.of("b.", "c.", "d.", "e.", "f.")) {
      stage.append("n1", word);
    }
    var early = ask(stage.run(REPORTED_MILLIS), "n1", new Promote("n4"));
    stage.demand(
        stage.cluster().runUntil(early::isDone, Stage.SOON) && early.isCompletedExceptionally(),
        "n4 is promoted though it lags");
    String why = String.valueOf(early.handle((epoch, refusal) -> refusal.getMessage()).join());
    stage.demand(why.contains("n4 holds the slots through"), "n4 is refused since " + why);
    stage.run(3000);
    stage.demand(!votes(stage, "n4"), "n4 votes though it lags");
    stage.drop().run(3000);

    make(stage, "n1", new Promote("n4"));
    demandVoter(stage, "n4");
    demandOneEpoch(stage);
    stage.demandText("a.b.c.d.e.f.");
  }

  /** Rule M6. */
  private static void leaderRemovesItself(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    var open = stage.submit("n2", "b.");
    make(stage, "n1", remove("n1"));
    demandOneEpoch(stage);
    stage.committed(open);
    Hold campaign = stage.hold(CAMPAIGN, "n1");
    stage.append("n2", "c.");
    stage.run(10_000);
    stage.demand(campaign.size() == 0, "n1 campaigns, though it is no member");
    stage.demandText("a.b.c.");
  }

  /** A disk that is lost is replaced by one change, not by a removal and an addition. */
  private static void replacedInOneStep(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().crash("n3").loseDisk("n3").start("n3");
    stage.run(KNOWN_MILLIS).append("n1", "b.");
    make(stage, "n1", new Replace("n3"));
    demandOneEpoch(stage);
    stage.cluster().crash("n2");
    stage.append("n3", "c.");
    stage.demandText("a.b.c.");
  }

  /** Around each change all members crash, a little later each time. */
  private static void allKilledInTheMiddle(Stage stage) {
    ledByN1With(stage, "n4");
    for (int moment = 0; moment < MOMENTS; moment++) {
      boolean member = stage.cluster().census().electorate().kinds().containsKey("n4");
      var unused = ask(stage, "n1", member ? remove("n4") : add("n4"));
      stage.run(moment);
      stage.cluster().members().forEach(stage.cluster()::crash);
      stage.cluster().members().forEach(stage.cluster()::start);
      demandOneEpoch(stage);
      stage.append("n2", moment + ".");
      if (!stage.cluster().census().electorate().kinds().containsKey("n4")) {
        stage.cluster().crash("n4").loseDisk("n4").start("n4");
        stage.run(FORGOTTEN_MILLIS);
      }
    }
    demandOneEpoch(stage);
  }

  /** n3 was down when it was removed: it learns that, and unseats nobody. */
  private static void removedWhileAway(Stage stage) {
    stage.ledByN1().append("n1", "a.");
    stage.cluster().crash("n3");
    make(stage, "n1", remove("n3"));
    stage.append("n1", "b.");
    stage.cluster().start("n3");
    stage.run(5000);
    stage.demand(stage.status("n3").epoch() == 2, "n3 does not learn that it was removed");
    Hold campaign = stage.hold(CAMPAIGN, "n3");
    stage.run(10_000);
    stage.demand(campaign.size() == 0, "n3 campaigns, though it is no member");
    stage.demand(stage.leads("n1"), "n1 leads no more");
    stage.demandText("a.b.");
  }

  /** Rule M6: what it could tell grows old. */
  private static void removedServesNobody(Stage stage) {
    stage.ledByN1().append("n3", "a.");
    make(stage, "n1", remove("n3"));
    demandOneEpoch(stage);
    stage.demand(
        stage.cluster().runUntil(() -> stage.status("n3").epoch() == 2, Stage.SOON),
        "n3 does not learn that it was removed");
    var outcome = stage.cluster().await(stage.submit("n3", "b."), Stage.SOON);
    stage.demand(
        outcome instanceof Outcome.Rejected<String> no
            && no.detail().contains("this disk of n3 is no member of epoch 2"),
        "n3 takes commands, though it was removed: " + outcome);
    var local =
        stage
            .cluster()
            .door("n3")
            .read(new Get("text"), ReadConsistency.LOCAL)
            .toCompletableFuture();
    stage.demand(stage.answer(local).isEmpty(), "n3 answers with what is old");
    stage.append("n2", "c.");
    stage.demandText("a.c.");
  }

  /** Rule M3: n1 and n3 end the epoch; until n2 knows, n3's disk may be the second copy of it. */
  private static void answeredOnceSettled(Stage stage) {
    stage.ledByN1();
    stage.cluster().partition("n2").fromAll();
    stage.append("n1", "a.");
    var removal = ask(stage, "n1", remove("n3"));
    stage.demand(
        stage.cluster().runUntil(() -> stage.status("n1").epoch() == 2, Stage.SOON),
        "n1 and n3 can't end the epoch");
    stage.run(5000).demand(!removal.isDone(), "n3 may be wiped, though n2 knows nothing yet");

    stage.cluster().heal();
    stage.demand(stage.cluster().runUntil(removal::isDone, Stage.SOON), "no answer");
    stage.cluster().crash("n3").loseDisk("n3").crash("n1");
    stage.run(100);
    stage.demand(stage.status("n2").epoch() == 2, "n2 is not in the epoch that is settled");
    stage.cluster().start("n1");
    stage.append("n2", "b.");
    stage.demandText("a.b.");
  }
}
