package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N1_LEADS;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.NOBODY;
import static dev.synod.replica.Given.SETTINGS;
import static dev.synod.replica.Given.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.ReplicaNotice.LeaderIs;
import dev.synod.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rules S4, S5 and P4: how a node's commands wait for their outcome. */
class OutboxTest extends OutboxScene {
  @Test
  void opensItsOwnSessionAsSoonAsALeaderIsKnown() {
    take(outbox.flush(0));
    assertThat(said).isEmpty();

    take(outbox.leader(N2_LEADS, 10));
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 1, true));

    take(outbox.tick(109));
    assertThat(said).isEmpty();
    take(outbox.tick(110));
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 1, true));
  }

  @Test
  void holdsCommandsUntilItsSessionIsOpenAndThenSendsThemTogether() {
    take(outbox.leader(N2_LEADS, 0));
    said.clear();
    take(outbox.submit(1, own("a"), 0));
    take(outbox.submit(2, own("b"), 0));
    take(outbox.flush(0));
    assertThat(said).isEmpty();

    openOwn(0);

    assertThat(said).hasSize(1);
    assertThat(sentTo(N2)).containsExactly(user(2, 1, "a"), user(3, 1, "b"));
  }

  @Test
  void endsWithWhatTheReplicasAgreedOn() {
    ready();
    submitted(own("a"), own("b"), own("c"), own("d"));

    settle(
        answered(OWN, sequence(2), new Done.Reply("fine", 9)),
        answered(OWN, sequence(3), new Done.Failed("ouch", 9)),
        answered(OWN, sequence(4), new Fate.Forgotten()),
        answered(OTHER, 5, new Done.Reply("not mine", 9)));

    assertThat(ended).extracting(Ended::request).containsExactly(1L, 2L, 3L);
    assertThat(ended.get(0).outcome()).isEqualTo(new Outcome.Committed<>("fine", 9));
    assertThat(ended.get(1).outcome())
        .isEqualTo(new Outcome.Rejected<>(Reason.FAILED, "ouch", OptionalLong.of(9)));
    assertDoubt(ended.get(2), Doubt.SEQUENCE_FORGOTTEN);
    assertThat(outbox.pending()).isEqualTo(1);
  }

  /** S4: a node says which of its results it has, so that replicas forget them. */
  @Test
  void acknowledgesEverythingBelowTheLowestThatWaits() {
    ready();
    submitted(own("a"), own("b"));
    settle(answered(OWN, sequence(3), new Done.Reply("b", 9)));
    submitted(own("c"));
    assertThat(sentTo(N2)).containsExactly(user(4, 1, "c"));

    settle(answered(OWN, sequence(2), new Done.Reply("a", 9)));
    submitted(own("d"));
    assertThat(sentTo(N2)).containsExactly(user(5, 3, "d"));
  }

  /** S5: a time-out is an unknown outcome; what comes later finds nobody waiting. */
  @Test
  void isInDoubtAtTheDeadlineAndIgnoresWhatComesAfter() {
    ready();
    submitted(own("a"));

    take(outbox.tick(999));
    assertThat(ended).isEmpty();
    take(outbox.tick(1000));
    settle(answered(OWN, sequence(2), new Done.Reply("late", 9)));

    assertThat(ended).hasSize(1);
    assertDoubt(ended.get(0), Doubt.TIMED_OUT);
    assertThat(outbox.pending()).isZero();
  }

  /** S5: whoever reads of a doubt is told how far the command has come. */
  @Test
  void isInDoubtOnlyOfWhatWasSentAndSaysOfTheRestWhyItWasNot() {
    ready();
    submitted(own("sent"));
    take(outbox.tick(100));
    take(outbox.tick(1000));
    assertUnknown(ended.get(0), "client.timeout = 1000 ms; it was sent 2 times");

    outbox = Outbox.create(outbox.terms(), N2_LEADS);
    take(outbox.submit(2, own("its session is not open yet"), 1000));
    take(outbox.tick(2000));
    assertRejected(ended.get(1), Reason.NOT_READY, "1000 ms; it was not sent");

    take(outbox.leader(NOBODY, 2000));
    take(outbox.submit(3, own("to nobody"), 2000));
    take(outbox.tick(3000));
    assertRejected(ended.get(2), Reason.NOT_READY, "1000 ms; no leader is known");

    take(outbox.submit(4, inSession(5, "perhaps sent elsewhere"), 3000));
    take(outbox.tick(4000));
    assertUnknown(ended.get(3), "1000 ms; no leader is known");
  }

  /** S4: else it would hold up the window, and the replicas would keep results, for ever. */
  @Test
  void forgetsWhatTimedOut() {
    ready();
    submitted(own("a"));
    take(outbox.tick(1000));
    said.clear();

    take(outbox.submit(2, own("b"), 2000));
    take(outbox.flush(2000));

    assertThat(sentTo(N2)).containsExactly(user(3, 2, "b"));
  }

  @Test
  void sendsAgainAfterTheResendTimeThenAfterTwiceThat() {
    ready();
    submitted(own("a"));
    said.clear();

    List<Long> times = new ArrayList<>();
    for (long now = 1; now < 1000; now++) {
      take(outbox.tick(now));
      if (said.stream().anyMatch(effect -> commands(effect).contains(user(2, 1, "a")))) {
        times.add(now);
      }
      said.clear();
    }

    assertThat(times).containsExactly(100L, 300L, 700L);
  }

  @Test
  void sendsEverythingToANewLeaderAtOnce() {
    ready();
    submitted(own("a"), own("b"));
    said.clear();

    take(outbox.leader(N2_LEADS, 10));
    assertThat(said).as("nothing new").isEmpty();
    take(outbox.leader(new LeaderIs(Optional.empty(), N1_LEADS.ballot()), 20));
    assertThat(said).as("nobody to send to").isEmpty();
    take(outbox.tick(150));
    assertThat(said).as("nobody to send to").isEmpty();

    take(outbox.leader(N1_LEADS, 160));
    assertThat(sentTo(N1)).containsExactly(user(2, 1, "a"), user(3, 1, "b"));
  }

  /** Artery drops what is larger than its frame. */
  @Test
  void cutsWhatItSendsBelowTheBatchBound() {
    ready();
    Errand third = own("x".repeat(SETTINGS.proposer().batchBytes() / 3));
    submitted(third, third, third, own(""));

    assertThat(said).hasSizeBetween(2, 3);
    assertThat(said)
        .allMatch(
            effect ->
                commands(effect).stream().mapToInt(LogCommand::size).sum()
                    <= SETTINGS.proposer().batchBytes());
    assertThat(sentTo(N2))
        .extracting(c -> ((LogCommand.User) c).sequence())
        .containsExactly(sequence(2), sequence(3), sequence(4), sequence(5));
  }

  @Test
  void fillsAMessageToTheLastByteOfTheBatchBound() {
    ready();
    int half = SETTINGS.proposer().batchBytes() / 2;
    String filling = "x".repeat(half - user(2, 1, "").size());
    assertThat(user(2, 1, filling).size()).isEqualTo(half);

    submitted(own(filling), own(filling), own(""));

    assertThat(said).extracting(effect -> commands(effect).size()).containsExactly(2, 1);
  }

  /** S4: else replicas would forget the lowest one while it is still on its way. */
  @Test
  void sendsNothingAWindowAheadOfTheLowestThatWaits() {
    ready();
    submitted(own("stuck"));
    for (long ticket = 3; ticket <= 9; ticket++) {
      submitted(own("x"));
      settle(answered(OWN, sequence(ticket), new Done.Reply("x", 9)));
    }
    said.clear();

    submitted(own("ahead"));
    assertThat(said).as("ticket 10 is 8 ahead of ticket 2").isEmpty();

    settle(answered(OWN, sequence(2), new Done.Reply("a", 9)));
    take(outbox.flush(0));
    assertThat(sentTo(N2)).containsExactly(user(10, 9, "ahead"));
  }

  /** S3, S5: what was sent may have been done before; what was not goes into the next session. */
  @Test
  void opensANewSessionWhenItsOwnHasExpired() {
    ready();
    submitted(own("sent"));
    take(outbox.submit(2, own("not yet"), 0));
    said.clear();

    settle(answered(OWN, sequence(2), new Fate.Expired()));
    take(outbox.flush(0));

    assertThat(ended).extracting(Ended::request).containsExactly(1L);
    assertDoubt(ended.get(0), Doubt.SESSION_EXPIRED);
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 4, true));

    settle(new Happened.Opened(N1, BASE + 4, Optional.of(OTHER), 9));
    take(outbox.flush(0));
    assertThat(sentTo(N2)).containsExactly(Given.user(7, sequence(3), sequence(2), "not yet"));
  }

  /** S5: the second may have been done before the session expired, as well as the first. */
  @Test
  void doubtsAllThatWasSentInASessionThatHasExpired() {
    ready();
    submitted(own("a"), own("b"));

    settle(answered(OWN, sequence(2), new Fate.Expired()));

    assertThat(ended).extracting(Ended::request).containsExactlyInAnyOrder(1L, 2L);
    ended.forEach(end -> assertDoubt(end, Doubt.SESSION_EXPIRED));
  }

  @Test
  void keepsItsSessionWhileItHasNothingToSay() {
    ready();

    take(outbox.tick(299));
    assertThat(said).isEmpty();
    take(outbox.tick(300));
    assertThat(sentTo(N2)).containsExactly(new LogCommand.KeepSession(OWN));
    take(outbox.tick(599));
    assertThat(said).isEmpty();

    settle(new Happened.Lapsed(OWN));
    take(outbox.flush(600));
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 2, true));
  }

  @Test
  void opensSessionsForClients() {
    ready();
    submitted(new Errand.Opening(false), new Errand.Opening(false));
    assertThat(sentTo(N2))
        .containsExactly(
            new LogCommand.OpenSession(N1, BASE + 2, false),
            new LogCommand.OpenSession(N1, BASE + 3, false));

    settle(
        new Happened.Opened(N2, BASE + 2, Optional.of(new SessionId(3)), 8),
        new Happened.Opened(N1, BASE + 2, Optional.of(OTHER), 9),
        new Happened.Opened(N1, BASE + 3, Optional.empty(), 10));

    assertThat(ended.get(0).outcome()).isEqualTo(new Outcome.Committed<>(7L, 9));
    assertRejected(ended.get(1), Reason.OVERLOADED, "synod.sessions.max");
  }

  /** S2: one command, two callers, one outcome; each has a deadline of its own. */
  @Test
  void letsTwoCallersWaitForOneCommand() {
    ready();
    submitted(inSession(5, "a"));
    take(outbox.submit(2, inSession(5, "a"), 400));
    take(outbox.flush(400));
    assertThat(sentTo(N2)).containsExactly(Given.user(7, 5, 0, "a"));

    take(outbox.tick(1000));
    settle(answered(OTHER, 5, new Done.Reply("done", 9)));

    assertThat(ended).extracting(Ended::request).containsExactly(1L, 2L);
    assertDoubt(ended.get(0), Doubt.TIMED_OUT);
    assertThat(ended.get(1).outcome()).isEqualTo(new Outcome.Committed<>("done", 9));
    assertThat(outbox.pending()).isZero();
  }

  @Test
  void endsAllWhenTheNodeStops() {
    ready();
    submitted(own("sent"));
    take(outbox.submit(2, own("not sent"), 0));
    take(outbox.submit(3, inSession(5, "a retry, perhaps"), 0));

    take(outbox.stop());

    assertDoubt(ended.get(0), Doubt.STOPPED);
    assertRejected(ended.get(1), Reason.STOPPED, "before it was sent");
    assertDoubt(ended.get(2), Doubt.STOPPED);
    assertThat(outbox.pending()).isZero();
  }
}
