package dev.synod.testkit.scenarios;

import static dev.synod.testkit.scenarios.Kinds.CATCH_UP_PAGE;
import static dev.synod.testkit.scenarios.Kinds.CHOSEN;

import dev.synod.api.Outcome;
import dev.synod.testkit.sim.Hold;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What keeps a command from being executed twice, and for how long. */
public final class SessionScenarios {
  /** The sessions of these scenarios expire after this. */
  public static final Duration TTL = Duration.ofSeconds(10);

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("RetryAcrossLeaders", SessionScenarios::retryAcrossLeaders),
          Scenario.of("CommandChosenTwice", SessionScenarios::commandChosenTwice),
          expiring("ExpiredSessionNotExecuted", SessionScenarios::expiredSessionNotExecuted),
          expiring("SessionsExpireByLogTime", SessionScenarios::sessionsExpireByLogTime));

  private SessionScenarios() {}

  private static Scenario expiring(String name, Consumer<Stage> script) {
    return new Scenario(
        name, plan -> plan.settings("synod.sessions.ttl = " + TTL.toMillis() + " ms"), script);
  }

  /** Rule S2: the command is chosen, its client hears nothing, and asks the next leader. */
  private static void retryAcrossLeaders(Stage stage) {
    long session = stage.ledByN1().openSession("n2");
    stage.hold(CHOSEN, "n1");
    var first = stage.submit("n1", session, 1, "a.");
    stage.run(20).demand(first.isDone(), "n1 is kept from knowing what is chosen");
    long slot = stage.committed(first).slot();
    stage.cluster().crash("n1");

    var again = stage.committed(stage.elect("n2").submit("n2", session, 1, "a."));

    stage.demand(
        again.slot() == slot && again.reply().equals("a."),
        "the retry of slot " + slot + " is answered with " + again);
    stage.demandText("a.");
  }

  /** Rule S2: n2 does not hear that its command is chosen, and so sends it again. */
  private static void commandChosenTwice(Stage stage) {
    long slot = stage.ledByN1().nextSlot();
    Hold chosen = stage.hold(CHOSEN, "n1", "n2");
    Hold pages = stage.hold(CATCH_UP_PAGE, "n1", "n2");
    var outcome = stage.submit("n2", "a.");
    stage.run(3500);
    stage.demand(
        stage.status("n1").appliedThrough() > slot, "n2's command is chosen in one slot only");

    chosen.release();
    pages.release();

    stage.demand(stage.committed(outcome).slot() == slot, "it was done in slot " + slot);
    stage.demandText("a.");
  }

  /** Rule S3: the log has gone on for longer than a session lives. */
  private static void expiredSessionNotExecuted(Stage stage) {
    long session = stage.ledByN1().openSession("n2");
    stage.committed(stage.submit("n2", session, 1, "a."));
    stage.run(3 * TTL.toMillis());

    var outcome = stage.cluster().await(stage.submit("n3", session, 2, "b."), Stage.SOON);

    stage.demand(
        outcome instanceof Outcome.Unknown<String> unknown
            && unknown.doubt() == Outcome.Doubt.SESSION_EXPIRED,
        "the session has expired, but " + outcome);
    stage.demandText("a.");
    stage.cluster().crash("n2").start("n2");
    stage.run(2000).demandText("a.");
  }

  /** Rule S3: by n3's fast clock the session is long out of use, by the log's it is not. */
  private static void sessionsExpireByLogTime(Stage stage) {
    long session = stage.ledByN1().openSession("n2");
    stage.cluster().clockRate("n3", 3);
    StringBuilder text = new StringBuilder();
    for (String word : List.of("a.", "b.", "c.")) {
      stage.run(TTL.toMillis() / 2);
      text.append(word);
      stage.committed(stage.submit("n2", session, text.length() / 2, word));
    }
    stage.run(500).demandText(text.toString());
  }
}
