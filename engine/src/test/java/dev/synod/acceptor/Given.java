package dev.synod.acceptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.Cast;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.UUID;

/** Words for the tests of an acceptor, that of member n1. */
final class Given {
  static final GroupName GROUP = new GroupName("g");
  static final MemberId N1 = new MemberId("n1");
  static final MemberId N2 = new MemberId("n2");
  static final MemberId N3 = new MemberId("n3");
  static final Incarnation DISK = new Incarnation(new UUID(0, 1));
  static final Identity SELF = new Identity(GROUP, N1, DISK);
  static final AcceptorState EMPTY = AcceptorState.empty(SELF);
  static final int PAGE = 64 * 1024;
  static final long WRITE = 4L << 20;

  private Given() {}

  static Ballot ballot(long round, MemberId member) {
    return new Ballot(1, round, member);
  }

  /** Its log time is the number of characters. */
  static Value value(String text) {
    return new Value.Commands(text.length(), ByteString.copyFromUtf8(text));
  }

  static SlotVote vote(long slot, Ballot ballot, String text) {
    return new SlotVote(slot, ballot, value(text));
  }

  static Request from(MemberId from, AcceptorMessage message) {
    return new Request.ByMember(from, message);
  }

  static Request prepare(Ballot ballot, long from) {
    return from(ballot.member(), new Prepare(ballot, from));
  }

  static Request accept(Ballot ballot, long slot, String text) {
    return from(ballot.member(), new Accept(ballot, slot, value(text), 0));
  }

  static Request within(AcceptorNotice notice) {
    return new Request.FromWithin(notice);
  }

  static Request choose(Ballot ballot, long through) {
    return within(new Choose(ballot, through, false));
  }

  static Request learned(long first, String... texts) {
    return within(new Learned(first, List.of(texts).stream().map(Given::value).toList()));
  }

  static Effect send(MemberId to, PaxosMessage message) {
    return new Effect.Send(to, message);
  }

  static Effect post(Notice notice) {
    return new Effect.Post(notice);
  }

  /** Nobody has a lease. */
  static Terms terms(int pageBytes) {
    return new Terms(pageBytes, Cast.FOUNDING, Grant.NONE, 0);
  }

  /** The state after one write with all of these. */
  static AcceptorState after(AcceptorState state, Request... requests) {
    return after(state, AcceptorRules.SOUND.decide(state, List.of(requests), terms(PAGE)));
  }

  static AcceptorState after(AcceptorState state, Decision decision) {
    return decision
        .remember()
        .map(event -> AcceptorRules.SOUND.after(state, event))
        .orElse(state)
        .clearing(decision.cleared());
  }

  static Request releaseBounded(long snapshot, long needed, long tailBytes) {
    return within(new AcceptorNotice.Release(snapshot, 0, needed, tailBytes, Cast.FOUNDING, true));
  }

  static Request release(long snapshot, long logTime, long needed) {
    return within(
        new AcceptorNotice.Release(snapshot, logTime, needed, Long.MAX_VALUE, Cast.FOUNDING, true));
  }

  /** The same but for what says in how many events it came about. */
  static AcceptorState uncounted(AcceptorState state) {
    ChosenLog log = state.log();
    Cut cut = new Cut(log.cut().slot(), log.cut().logTime(), 0, log.cut().configuration());
    return new AcceptorState(
        state.identity(),
        state.epoch(),
        0,
        state.promised(),
        new ChosenLog(cut, log.base(), log.values(), log.logTime(), log.cleared()),
        state.votes(),
        Retained.NONE);
  }

  /**
   * Decides, having checked what must hold for every decision: replaying the event leads where the
   * decision meant to, the promise does not go down, and no vote is above it.
   */
  static Decision decide(AcceptorState state, List<Request> requests, int pageBytes) {
    Draft draft = Draft.of(state, terms(pageBytes));
    for (Request request : requests) {
      draft = draft.take(request);
    }
    Decision decision = draft.decision();
    AcceptorState after = after(state, decision);

    assertThat(uncounted(after)).isEqualTo(uncounted(draft.now()));
    assertThat(after.counter() - state.counter())
        .isEqualTo(decision.remember().isPresent() ? 1 : 0);
    assertThat(after.promised()).isGreaterThanOrEqualTo(state.promised());
    for (long slot = after.clearedTo() + 1; slot <= state.chosenThrough(); slot++) {
      assertThat(after.chosenAt(slot)).isPresent().isEqualTo(state.chosenAt(slot));
    }
    assertThat(after.votes().values())
        .allMatch(vote -> !vote.ballot().above(after.promised()))
        .allMatch(vote -> vote.slot() > after.chosenThrough());
    return decision;
  }

  static Decision decide(AcceptorState state, Request... requests) {
    return decide(state, List.of(requests), PAGE);
  }
}
