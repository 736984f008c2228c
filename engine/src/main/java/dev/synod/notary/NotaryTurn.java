package dev.synod.notary;

import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.NotaryMessage;
import dev.synod.protocol.NotaryMessage.Doubted;
import dev.synod.protocol.NotaryMessage.Present;
import dev.synod.protocol.NotaryMessage.Vouched;
import dev.synod.protocol.NotaryNotice;
import dev.synod.protocol.NotaryNotice.Written;
import dev.synod.quorum.Quorum;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can happen to a notary, at one time.
 *
 * <p>A disk that was set back to an earlier time has forgotten promises and votes, and nothing in
 * it shows that. So it votes only once an election quorum, and a majority, of all voters, itself
 * counted, has found nothing against it. That shows what one of them has heard of: of three voters
 * one may be asked, and if that one was away for as long as the disk was set back, it knows no
 * better. Two nodes on copies of one disk are found out as soon as one of the others hears of both,
 * which is at their start, or within {@link #PERIOD}.
 */
record NotaryTurn(NotaryState state, long now)
    implements NotaryMessage.Cases<Decision>, NotaryNotice.Cases<Decision> {
  /** Between two sayings once vouched for, in milliseconds; before, it asks more often. */
  static final long PERIOD = 2000;

  private static final long RESEND = 500;

  /** What was seen of events is noted no more often, in milliseconds: a start is noted at once. */
  static final long NOTING = 10_000;

  /** The first thing that this start does. */
  Decision onStart(long token) {
    if (state.disowned().isPresent()) {
      return Decision.stay(state).disowned(state.disowned().get());
    }
    return Decision.stay(state.starting(token)).remembering();
  }

  @Override
  public Decision onWritten(Written written) {
    return new NotaryTurn(state.replayed(written.events()), now).onTick();
  }

  @Override
  public Decision onPresent(MemberId from, Present present) {
    Optional<MemberRecord> member = state.configuration().member(from);
    if (member.isEmpty() || present.trace().starts() == 0) {
      return Decision.stay(state);
    }
    Optional<Sighting> known = state.sighting(member.get());
    Optional<String> objection = known.flatMap(it -> it.objection(present.trace()));
    long token = present.trace().token();
    if (objection.isPresent()) {
      return Decision.stay(state)
          .saying(List.of(new Effect.Send(from, new Doubted(token, objection.get()))))
          .doubting(
              "a node speaks as %s with a copy of its directory: %s; unless this is an old message,"
                      .formatted(from, objection.get())
                  + " stop that node");
    }
    Sighting seen =
        known
            .map(it -> it.with(present.trace()))
            .orElseGet(() -> Sighting.of(from, member.get().incarnation(), present.trace()));
    Decision noticed = Decision.stay(state.seeing(seen));
    // Before it answers for a start, no restart may make it answer for another one.
    return (known.filter(seen::sameStart).isPresent() ? noticed : noticed.remembering())
        .saying(List.of(new Effect.Send(from, new Vouched(token))));
  }

  @Override
  public Decision onVouched(MemberId from, Vouched vouched) {
    return isMine(vouched.token())
        ? new NotaryTurn(state.vouchedBy(from), now).look()
        : Decision.stay(state);
  }

  @Override
  public Decision onDoubted(MemberId from, Doubted doubted) {
    if (!isMine(doubted.token())) {
      return Decision.stay(state);
    }
    String line =
        "the directory of %s is not the one that its group knows, but an older copy of it: %s,"
                .formatted(state.self(), doubted.reason())
            + " says %s; empty it, start again, and replace %s".formatted(from, state.self());
    // A later start would be another one, of which less is known.
    return Decision.stay(state.disowned(line)).remembering().disowned(line);
  }

  private boolean isMine(long token) {
    return state.begun() && state.own().token() == token;
  }

  /** Whether enough have vouched for it, and it was not known yet. */
  private Decision look() {
    return state.replayed() && !state.vouched() && areEnough(state.vouchers().plus(state.self()))
        ? Decision.stay(state.isVouched())
            .saying(List.of(new Effect.Post(new AcceptorNotice.Vouched())))
        : Decision.stay(state);
  }

  private boolean areEnough(Collection<MemberId> sure) {
    List<MemberId> voters = state.configuration().voters();
    return Quorum.election(state.configuration()).reachedBy(sure)
        && Quorum.majority(voters).reachedBy(sure);
  }

  /** Time has passed. */
  Decision onTick() {
    if (now >= state.sayAt() && state.replayed() && speaks()) {
      NotaryState said = state.due(now + (state.vouched() ? PERIOD : RESEND), state.noteAt());
      List<MemberId> others = state.configuration().others(state.self());
      Decision looked = new NotaryTurn(said, now).look();
      return looked.saying(
          Stream.concat(
                  Effect.toAll(others, new Present(state.own())).stream(), looked.say().stream())
              .toList());
    }
    return Decision.stay(state);
  }

  /** Time has passed since it last remembered what it saw. */
  Decision onNote(NotaryEvent.Noted durable) {
    NotaryState noted = state.due(state.sayAt(), now + NOTING);
    return now < state.noteAt() || state.noted().seen().equals(durable.seen())
        ? Decision.stay(state)
        : Decision.stay(noted).remembering();
  }

  private boolean speaks() {
    return state.begun() && state.configuration().member(state.self()).isPresent();
  }
}
