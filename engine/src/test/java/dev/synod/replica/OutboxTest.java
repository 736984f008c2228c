package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N1_LEADS;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.NOBODY;
import static dev.synod.replica.Given.SETTINGS;
import static dev.synod.replica.Given.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ReplicaNotice.LeaderIs;
import dev.synod.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rules S4, S5 and P4: how a node's commands wait for their outcome. */
class OutboxTest {
  private static final long BASE = 1000;
  private static final SessionId OWN = new SessionId(1);
  private static final SessionId OTHER = new SessionId(7);

  private final List<Effect> said = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private Outbox outbox = Outbox.create(new Outbox.Terms(N1, BASE, SETTINGS), NOBODY);

  @Test
  void opensItsOwnSessionAsSoonAsALeaderIsKnown() {
    take(outbox.flush(0));
    assertThat(said).isEmpty();

    take(outbox.leader(N2_LEADS, 10));
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 1));

    take(outbox.tick(109));
    assertThat(said).isEmpty();
    take(outbox.tick(110));
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 1));
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
        new Happened.Answered(OWN, sequence(2), new Done.Reply("fine", 9)),
        new Happened.Answered(OWN, sequence(3), new Done.Failed("ouch", 9)),
        new Happened.Answered(OWN, sequence(4), new Fate.Forgotten()),
        new Happened.Answered(OTHER, 5, new Done.Reply("not mine", 9)));

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
    settle(new Happened.Answered(OWN, sequence(3), new Done.Reply("b", 9)));
    submitted(own("c"));
    assertThat(sentTo(N2)).containsExactly(user(4, 1, "c"));

    settle(new Happened.Answered(OWN, sequence(2), new Done.Reply("a", 9)));
    submitted(own("d"));
    assertThat(sentTo(N2)).containsExactly(user(5, 3, "d"));
  }

  @Test
  void refusesTooLargeACommandNamingValueAndBound() {
    ready();
    Payload large = new Payload(1, "", ByteString.copyFrom(new byte[129]));
    Payload fits = new Payload(1, "", ByteString.copyFrom(new byte[128]));

    take(outbox.submit(1, new Errand.Own(large), 0));
    take(outbox.submit(2, new Errand.Own(fits), 0));

    assertThat(ended).hasSize(1);
    assertRejected(ended.get(0), Reason.TOO_LARGE, "129 B", "synod.client.command = 128 B");
    assertThat(outbox.pending()).isEqualTo(1);
  }

  /** P4. */
  @Test
  void refusesMoreThanMayWait() {
    ready();
    submitted(own("a"), own("b"), own("c"), own("d"));

    take(outbox.submit(5, own("e"), 0));
    settle(new Happened.Answered(OWN, sequence(2), new Done.Reply("a", 9)));
    take(outbox.submit(6, own("f"), 0));

    assertThat(ended).extracting(Ended::request).containsExactly(5L, 1L);
    assertRejected(ended.get(0), Reason.OVERLOADED, "4 requests", "outstanding = 4");
    assertThat(outbox.pending()).isEqualTo(4);
  }

  /** S5: a time-out is an unknown outcome; what comes later finds nobody waiting. */
  @Test
  void isInDoubtAtTheDeadlineAndIgnoresWhatComesAfter() {
    ready();
    submitted(own("a"));

    take(outbox.tick(999));
    assertThat(ended).isEmpty();
    take(outbox.tick(1000));
    settle(new Happened.Answered(OWN, sequence(2), new Done.Reply("late", 9)));

    assertThat(ended).hasSize(1);
    assertDoubt(ended.get(0), Doubt.TIMED_OUT);
    assertThat(outbox.pending()).isZero();
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

  /** S4: else replicas would forget the lowest one while it is still on its way. */
  @Test
  void sendsNothingAWindowAheadOfTheLowestThatWaits() {
    ready();
    submitted(own("stuck"));
    for (long ticket = 3; ticket <= 9; ticket++) {
      submitted(own("x"));
      settle(new Happened.Answered(OWN, sequence(ticket), new Done.Reply("x", 9)));
    }
    said.clear();

    submitted(own("ahead"));
    assertThat(said).as("ticket 10 is 8 ahead of ticket 2").isEmpty();

    settle(new Happened.Answered(OWN, sequence(2), new Done.Reply("a", 9)));
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

    settle(new Happened.Answered(OWN, sequence(2), new Fate.Expired()));
    take(outbox.flush(0));

    assertThat(ended).extracting(Ended::request).containsExactly(1L);
    assertDoubt(ended.get(0), Doubt.SESSION_EXPIRED);
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 4));

    settle(new Happened.Opened(N1, BASE + 4, Optional.of(OTHER), 9));
    take(outbox.flush(0));
    assertThat(sentTo(N2)).containsExactly(Given.user(7, sequence(3), sequence(2), "not yet"));
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
    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 2));
  }

  @Test
  void opensSessionsForClients() {
    ready();
    submitted(new Errand.Opening(false), new Errand.Opening(false));
    assertThat(sentTo(N2))
        .containsExactly(
            new LogCommand.OpenSession(N1, BASE + 2), new LogCommand.OpenSession(N1, BASE + 3));

    settle(
        new Happened.Opened(N2, BASE + 2, Optional.of(new SessionId(3)), 8),
        new Happened.Opened(N1, BASE + 2, Optional.of(OTHER), 9),
        new Happened.Opened(N1, BASE + 3, Optional.empty(), 10));

    assertThat(ended.get(0).outcome()).isEqualTo(new Outcome.Committed<>(7L, 9));
    assertRejected(ended.get(1), Reason.OVERLOADED, "synod.sessions.max");
  }

  /** The node's session is no client's: the table was full, so it asks until there is room. */
  @Test
  void asksAgainForItsOwnSessionWhenItWasRefused() {
    take(outbox.leader(N2_LEADS, 0));
    said.clear();

    settle(new Happened.Opened(N1, BASE + 1, Optional.empty(), 3));
    take(outbox.tick(100));

    assertThat(sentTo(N2)).containsExactly(new LogCommand.OpenSession(N1, BASE + 1));
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
    settle(new Happened.Answered(OTHER, 5, new Done.Reply("done", 9)));

    assertThat(ended).extracting(Ended::request).containsExactly(1L, 2L);
    assertDoubt(ended.get(0), Doubt.TIMED_OUT);
    assertThat(ended.get(1).outcome()).isEqualTo(new Outcome.Committed<>("done", 9));
    assertThat(outbox.pending()).isZero();
  }

  /** S5: an attempt is on its way, so a refusal for want of room is no rejection. */
  @Test
  void neverRejectsACommandThatIsOnItsWay() {
    ready();
    submitted(inSession(5, "a"), own("b"), own("c"), own("d"));

    take(outbox.submit(5, inSession(5, "a"), 0));

    assertDoubt(ended.get(0), Doubt.OVERLOADED);
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

  private static Errand own(String text) {
    return new Errand.Own(new Journal.Line(text).payload());
  }

  private static Errand inSession(long sequence, String text) {
    return new Errand.InSession(new Errand.Key(OTHER, sequence), new Journal.Line(text).payload());
  }

  private static LogCommand user(long ticket, long acknowledged, String text) {
    return Given.user(1, sequence(ticket), sequence(acknowledged), text);
  }

  /** Leader known, own session open, nothing said yet; the next ticket is 2. */
  private void ready() {
    take(outbox.leader(N2_LEADS, 0));
    openOwn(0);
    said.clear();
  }

  private void openOwn(long now) {
    take(outbox.settle(List.of(new Happened.Opened(N1, BASE + 1, Optional.of(OWN), 1)), now));
    take(outbox.flush(now));
  }

  /** Requests numbered from 1 on, all sent at time 0. */
  private void submitted(Errand... errands) {
    said.clear();
    for (int i = 0; i < errands.length; i++) {
      take(outbox.submit(i + 1L, errands[i], 0));
    }
    take(outbox.flush(0));
  }

  private void settle(Happened... happened) {
    take(outbox.settle(List.of(happened), 0));
  }

  private void take(Turn<Outbox, Ended> turn) {
    outbox = turn.state();
    said.addAll(turn.effects());
    ended.addAll(turn.endings());
  }

  /** What was said since the last look, all of it to this member. */
  private List<LogCommand> sentTo(MemberId member) {
    assertThat(said)
        .allMatch(effect -> effect instanceof Effect.Send send && send.to().equals(member));
    List<LogCommand> commands = said.stream().flatMap(e -> commands(e).stream()).toList();
    said.clear();
    return commands;
  }

  private static List<LogCommand> commands(Effect effect) {
    return effect instanceof Effect.Send send && send.message() instanceof Submit submit
        ? submit.commands()
        : List.of();
  }

  private static void assertDoubt(Ended ended, Doubt doubt) {
    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, unknown -> assertThat(unknown.doubt()).isEqualTo(doubt));
  }

  private static void assertRejected(Ended ended, Reason reason, String... facts) {
    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.detail()).contains(facts);
            });
  }
}
