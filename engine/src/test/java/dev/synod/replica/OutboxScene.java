package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.NOBODY;
import static dev.synod.replica.Given.SETTINGS;
import static dev.synod.replica.Given.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An outbox, what it said and whom it answered. */
abstract class OutboxScene {
  static final long BASE = 1000;
  static final SessionId OWN = new SessionId(1);
  static final SessionId OTHER = new SessionId(7);

  final List<Effect> said = new ArrayList<>();
  final List<Ended> ended = new ArrayList<>();
  Outbox outbox = Outbox.create(new Outbox.Terms(N1, BASE, SETTINGS), NOBODY);

  static Errand own(String text) {
    return new Errand.Own(new Journal.Line(text).payload());
  }

  static Errand inSession(long sequence, String text) {
    return new Errand.InSession(new Errand.Key(OTHER, sequence), new Journal.Line(text).payload());
  }

  static LogCommand user(long ticket, long acknowledged, String text) {
    return Given.user(1, sequence(ticket), sequence(acknowledged), text);
  }

  /** Of the client's command "a", or of one of the node's own. */
  static Happened.Answered answered(SessionId session, long sequence, Fate fate) {
    return new Happened.Answered(Given.user(session.value(), sequence, "a"), fate);
  }

  /** Leader known, own session open, nothing said yet; the next ticket is 2. */
  void ready() {
    take(outbox.leader(N2_LEADS, 0));
    openOwn(0);
    said.clear();
  }

  void openOwn(long now) {
    take(outbox.settle(List.of(new Happened.Opened(N1, BASE + 1, Optional.of(OWN), 1)), now));
    take(outbox.flush(now));
  }

  /** Requests numbered from 1 on, all sent at time 0. */
  void submitted(Errand... errands) {
    said.clear();
    for (int i = 0; i < errands.length; i++) {
      take(outbox.submit(i + 1L, errands[i], 0));
    }
    take(outbox.flush(0));
  }

  void settle(Happened... happened) {
    take(outbox.settle(List.of(happened), 0));
  }

  void take(Turn<Outbox, Ended> turn) {
    outbox = turn.state();
    said.addAll(turn.effects());
    ended.addAll(turn.endings());
  }

  /** What was said since the last look, all of it to this member. */
  List<LogCommand> sentTo(MemberId member) {
    assertThat(said)
        .allMatch(effect -> effect instanceof Effect.Send send && send.to().equals(member));
    List<LogCommand> commands = said.stream().flatMap(e -> commands(e).stream()).toList();
    said.clear();
    return commands;
  }

  static List<LogCommand> commands(Effect effect) {
    return effect instanceof Effect.Send send && send.message() instanceof Submit submit
        ? submit.commands()
        : List.of();
  }

  static void assertDoubt(Ended ended, Doubt doubt) {
    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, unknown -> assertThat(unknown.doubt()).isEqualTo(doubt));
  }

  static void assertUnknown(Ended ended, String detail) {
    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, unknown -> assertThat(unknown.detail()).contains(detail));
  }

  static void assertRejected(Ended ended, Reason reason, String... facts) {
    assertThat(ended.outcome())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.detail()).contains(facts);
            });
  }
}
