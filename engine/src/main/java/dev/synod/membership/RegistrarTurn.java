package dev.synod.membership;

import dev.synod.api.MembershipException.Reason;
import dev.synod.membership.RegistrarState.Closing;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.RegistrarMessage.Change;
import dev.synod.protocol.RegistrarMessage.Refusal;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.RegistrarNotice.LeaderIs;
import dev.synod.protocol.RegistrarNotice.Progress;
import dev.synod.protocol.RegistrarNotice.Waiting;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What can happen to a registrar, at one time. */
record RegistrarTurn(RegistrarState state, long now)
    implements RegistrarMessage.Cases<Step<RegistrarState>>,
        RegistrarNotice.Cases<Step<RegistrarState>> {
  /** A stop-sign that does not end the epoch is asked for again after this. */
  private static final long RESEND_MILLIS = 1000;

  @Override
  public Step<RegistrarState> onReport(MemberId from, Report report) {
    long epoch = state.configuration().epoch();
    Step<RegistrarState> heard =
        settle(state.with(state.attendance().reporting(from, report, epoch, now)));
    return state.leader().isEmpty() && report.held() > state.progress().held()
        ? heard.saying(new Effect.Post(new LearnerNotice.Ahead(from, report.held())))
        : heard;
  }

  /** One change at a time: while one is under way, others are asked for again by their askers. */
  @Override
  public Step<RegistrarState> onChange(MemberId from, Change change) {
    if (!state.leads()) {
      return Step.stay(state);
    }
    long epoch = state.configuration().epoch();
    if (change.epoch() != epoch) {
      return refuse(
          from,
          change,
          "it was meant for epoch %d, but the group is in epoch %d; look at its members and ask again"
              .formatted(change.epoch(), epoch));
    }
    if (state.closing().isPresent()) {
      return Step.stay(state);
    }
    Ruling ruling = judge(change.change());
    if (ruling instanceof Ruling.Approved approved) {
      return close(approved);
    }
    return state.signed()
        ? Step.stay(state)
        : refuse(from, change, ((Ruling.Refused) ruling).reason());
  }

  private Step<RegistrarState> refuse(MemberId from, Change change, String reason) {
    return Step.stay(state).saying(new Effect.Send(from, new Refusal(change.request(), reason)));
  }

  private Ruling judge(MembershipChange change) {
    return new Reconfiguration(
            new Outlook(
                state.configuration(),
                state.self(),
                state
                    .attendance()
                    .live(now, state.settings().patience().toMillis())
                    .plus(state.self(), state.progress().held()),
                state.progress().chosen(),
                Math.min(
                    state.settings().lag(), state.attendance().recent(state.progress().chosen())),
                state.settings().longestLease().toMillis(),
                state.attendance().waiting(now)))
        .judge(change);
  }

  /** The proposer puts the log time into it. */
  private Step<RegistrarState> close(Ruling.Approved approved) {
    Value.StopSign sign = new Value.StopSign(0, approved.next(), approved.successor());
    return told(new Closing(sign, now + RESEND_MILLIS));
  }

  private Step<RegistrarState> told(Closing closing) {
    return Step.stay(state.closing(closing))
        .saying(new Effect.Post(new ProposerNotice.Close(closing.sign())));
  }

  @Override
  public Step<RegistrarState> onRefusal(MemberId from, Refusal refusal) {
    return take(state.asks().refused(refusal));
  }

  @Override
  public Step<RegistrarState> onLeaderIs(LeaderIs leader) {
    return settle(state.following(leader)).then(told -> new RegistrarTurn(told, now).look());
  }

  @Override
  public Step<RegistrarState> onProgress(Progress progress) {
    return Step.stay(state.coming(progress));
  }

  @Override
  public Step<RegistrarState> onWaiting(Waiting waiting) {
    return Step.stay(state.with(state.attendance().waiting(waiting.disk(), now)));
  }

  /** An operator asks. */
  Step<RegistrarState> onAsk(long request, MembershipChange change, OptionalLong expected) {
    Configuration current = state.configuration();
    long epoch = expected.orElse(current.epoch());
    if (current.member(state.self()).isEmpty()) {
      return end(
          request,
          Reason.NOT_READY,
          "%s is no member of epoch %d; ask one of %s"
              .formatted(state.self(), current.epoch(), current.ids()));
    }
    if (epoch < current.epoch()) {
      return end(
          request,
          Reason.EPOCH_CHANGED,
          "it was meant for epoch %d, but the group is in epoch %d; look at its members and ask again"
              .formatted(epoch, current.epoch()));
    }
    if (state.asks().full()) {
      return end(
          request,
          Reason.REFUSED,
          "%d changes that were asked for on this node have no end yet; wait for them"
              .formatted(Asks.OPEN));
    }
    long until = now + state.settings().timeout().toMillis();
    return new RegistrarTurn(state.with(state.asks().with(request, change, epoch, now, until)), now)
        .look();
  }

  private Step<RegistrarState> end(long request, Reason reason, String line) {
    return Step.stay(state.ending(List.of(new Ended.NotMade(request, reason, line))));
  }

  private Step<RegistrarState> look() {
    return take(state.asks().look(now, state.leader()));
  }

  private Step<RegistrarState> take(Asks.Turn turn) {
    List<Ended> ended = Stream.concat(state.ended().stream(), turn.ended().stream()).toList();
    return new Step<>(state.with(turn.asks()).ending(ended), turn.effects());
  }

  /** What was asked for and holds in this epoch is made once the epoch is settled (rule M3). */
  private Step<RegistrarState> settle(RegistrarState next) {
    return next.settled()
        ? new RegistrarTurn(next, now).take(next.asks().settled(next.leader()))
        : Step.stay(next);
  }

  /**
   * The next epoch. Who leads there the elector tells, perhaps it has already: it does not wait for
   * this role.
   */
  Step<RegistrarState> onEntry(Entry entry) {
    RegistrarState entered = state.in(entry.configuration());
    Asks.Turn asks =
        state.asks().entering(state.configuration(), entry.configuration(), entered.belongs());
    return new RegistrarTurn(entered, now)
        .take(asks)
        .then(taken -> new RegistrarTurn(taken, now).report());
  }

  /** Time has passed. */
  Step<RegistrarState> onTick() {
    RegistrarState heard =
        state.with(state.attendance().forgetting(now).passing(state.progress().chosen()));
    return settle(heard)
        .then(settled -> new RegistrarTurn(settled, now).look())
        .then(looked -> new RegistrarTurn(looked, now).report())
        .then(said -> new RegistrarTurn(said, now).clear())
        .then(said -> new RegistrarTurn(said, now).lead());
  }

  /** Who has no part in this epoch has nothing to say in it. */
  private Step<RegistrarState> report() {
    Report report = new Report(state.progress().held(), state.progress().executed());
    return state.belongs()
        ? Step.stay(state).saying(Effect.toAll(state.configuration().others(state.self()), report))
        : Step.stay(state);
  }

  /**
   * What all members have executed and hold, nobody will ask for: but for a disk that comes later,
   * which needs a snapshot then, so one that keeps none clears nothing. A member counts with its
   * last word also while it is down, since its own journal leads it on from there; one that has not
   * said anything yet may lack everything.
   */
  private Step<RegistrarState> clear() {
    long through =
        Math.min(
            state.progress().executed(),
            state.attendance().executedBy(state.configuration().others(state.self())));
    return state.belongs() && state.settings().lends() && through > 0
        ? Step.stay(state).saying(new Effect.Post(new AcceptorNotice.Clear(through)))
        : Step.stay(state);
  }

  private Step<RegistrarState> lead() {
    if (!state.leads()) {
      return Step.stay(state);
    }
    if (state.closing().isPresent()) {
      Closing closing = state.closing().get();
      return now >= closing.due()
          ? told(new Closing(closing.sign(), now + RESEND_MILLIS))
          : Step.stay(state);
    }
    return promotion().map(this::close).orElseGet(() -> Step.stay(state));
  }

  /** A joiner that has caught up becomes a voter without being asked for (rule M5). */
  private Optional<Ruling.Approved> promotion() {
    return state.configuration().members().stream()
        .filter(member -> member.kind() == MemberKind.JOINER)
        .map(MemberRecord::id)
        .map(joiner -> judge(new MembershipChange.Promote(joiner)))
        .filter(Ruling.Approved.class::isInstance)
        .map(Ruling.Approved.class::cast)
        .findFirst();
  }
}
