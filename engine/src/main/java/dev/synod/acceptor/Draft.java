package dev.synod.acceptor;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorMessage.Survey;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.AcceptorNotice.Vouched;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * A decision in the making: the acceptor as it will be once the write is durable, and what it will
 * say then. Requests are taken one after the other, each as if those before it were durable
 * already; that is true by the time that anyone hears of it, since the whole is written at once.
 *
 * @param before what is durable now
 * @param now what will be
 * @param cast the last vote per slot cast on the way
 * @param learned the slots of the values told to be chosen
 * @param entering the configuration of the epoch that it led into on the way
 * @param terms the grant among them as it will be
 */
record Draft(
    AcceptorState before,
    AcceptorState now,
    PSortedMap<Long, SlotVote> cast,
    Span learned,
    Optional<Configuration> entering,
    Speech speech,
    Terms terms)
    implements AcceptorMessage.Cases<Draft>, AcceptorNotice.Cases<Draft> {
  /** Slots from the first through the last; none if {@code first} is 0. */
  record Span(long first, long last) {
    static final Span NONE = new Span(0, -1);

    Span with(long slot) {
      return new Span(first == 0 ? slot : first, slot);
    }

    Span after(long slot) {
      return slot >= last ? NONE : new Span(Math.max(first, slot + 1), last);
    }
  }

  static Draft of(AcceptorState durable, Terms terms) {
    return new Draft(
        durable, durable, TreePMap.empty(), Span.NONE, Optional.empty(), Speech.NONE, terms);
  }

  Draft take(Request request) {
    return request.fold((from, message) -> message.fold(from, this), notice -> notice.fold(this));
  }

  /**
   * Phase 1a. The same ballot once more only reads: a page of the same answer (rule A1). While
   * somebody may hold a lease, nobody else is promised anything (rule E1); it asks again.
   */
  @Override
  public Draft onPrepare(MemberId from, Prepare prepare) {
    Ballot ballot = prepare.ballot();
    if (ballot.above(now.promised()) && terms.grant().refuses(ballot.member(), terms.now())) {
      return this;
    }
    return refusal(from, ballot).orElseGet(() -> with(now.promising(ballot)).answer(from, prepare));
  }

  private Draft answer(MemberId from, Prepare prepare) {
    return saying(speech.send(from, Pages.promise(now, prepare, terms.pageBytes())));
  }

  /** Phase 2a. The vote raises the promise; one that is doubled is acknowledged again (rule A2). */
  @Override
  public Draft onAccept(MemberId from, Accept accept) {
    SlotVote vote = new SlotVote(accept.slot(), accept.ballot(), accept.value());
    Invariant.require(vote.slot() >= 1, "A2", "%s: slots begin at 1, not at %s", from, vote);
    return refusal(from, vote.ballot())
        .orElseGet(() -> vote.slot() <= now.chosenThrough() ? voteAgain(vote) : vote(vote));
  }

  private Draft vote(SlotVote vote) {
    Optional<Ballot> last = now.voteAt(vote.slot()).map(SlotVote::ballot);
    boolean news = !last.equals(Optional.of(vote.ballot()));
    AcceptorState voted = now.promising(vote.ballot()).voting(vote);
    return new Draft(
        before,
        voted,
        news ? cast.plus(vote.slot(), vote) : cast,
        learned,
        entering,
        speech.acknowledge(vote),
        terms);
  }

  /**
   * A slot that is chosen keeps its value and needs no vote. A proposal of another value breaks no
   * rule: this acceptor may have learned what a later ballot chose, without a promise to it, before
   * the Accept of an earlier one arrived. That one can't be chosen any more, so it is dropped.
   *
   * <p>Where the value is gone it can't be compared, and need not be: the vote is one that rule A2
   * allows, and whoever asks for it in a phase 1 hears instead that the slot is chosen (rule L2). A
   * leader that has not counted the slot would wait for this answer for ever.
   */
  private Draft voteAgain(SlotVote vote) {
    return now.chosenAt(vote.slot()).stream().allMatch(vote.value()::equals)
        ? with(now.promising(vote.ballot())).saying(speech.acknowledge(vote))
        : this;
  }

  /** Rules R1, E1: yes only while the promise is exactly that ballot, and then a lease with it. */
  @Override
  public Draft onConfirm(MemberId from, Confirm confirm) {
    Ballot ballot = confirm.ballot();
    if (ballot.epoch() != now.epoch()) {
      return this;
    }
    if (ballot.equals(now.promised())) {
      LeaseTerms leases = terms.leases(now.epoch());
      Draft granting = leases.on() ? granting(ballot.member(), leases.millis()) : this;
      return granting.saying(
          speech.send(from, new Confirmed(ballot, confirm.round(), leases.millis())));
    }
    return ballot.below(now.promised()) ? saying(nack(from, ballot)) : this;
  }

  private Draft granting(MemberId leader, long millis) {
    Terms granted = terms.with(terms.grant().to(leader, millis, terms.now()));
    return new Draft(before, now, cast, learned, entering, speech, granted);
  }

  /** Rule R4: what is voted for may be chosen, whoever knows of it. */
  @Override
  public Draft onSurvey(MemberId from, Survey survey) {
    long voted = now.votes().isEmpty() ? 0 : now.votes().lastKey();
    long highest = Math.max(voted, now.chosenThrough());
    return saying(speech.send(from, new Surveyed(survey.request(), highest)));
  }

  /** An empty page is an answer as well: the asker turns to somebody else. */
  @Override
  public Draft onCatchUp(MemberId from, CatchUp catchUp) {
    return saying(speech.send(from, Pages.catchUp(now, catchUp.from(), terms.pageBytes())));
  }

  /** Rule C2: only votes under exactly that ballot, and only without a gap. */
  @Override
  public Draft onChoose(Choose choose) {
    Draft grown = this;
    Optional<Value> next = matching(now, choose);
    while (next.isPresent()) {
      grown = grown.choosing(next.get());
      next = matching(grown.now, choose);
    }
    return grown;
  }

  /**
   * With one chosen value more. Whom a stop-sign would like to lead next makes its first promise in
   * the same write, so that it need not wait for another one (rule B2).
   */
  private Draft choosing(Value value) {
    AcceptorState grown = now.choosing(value);
    if (!(value instanceof Value.StopSign sign)) {
      return with(grown);
    }
    Configuration next = sign.next();
    Invariant.require(
        next.epoch() == now.epoch() + 1,
        "M1",
        "slot %d ends epoch %d with a stop-sign for epoch %d",
        grown.chosenThrough(),
        now.epoch(),
        next.epoch());
    Identity self = now.identity();
    boolean succeeds =
        sign.successor().equals(Optional.of(self.member()))
            && next.knows(self.member(), self.incarnation());
    return with(succeeds
            ? grown.promising(grown.promised().next(next.epoch(), self.member()))
            : grown)
        .entering(next);
  }

  /** Who ends an epoch has given up its lease before (rule E5), and so had everybody before it. */
  private Draft entering(Configuration next) {
    return new Draft(before, now, cast, learned, Optional.of(next), speech, terms.with(Grant.NONE));
  }

  private static Optional<Value> matching(AcceptorState state, Choose choose) {
    return state
        .voteAt(state.chosenThrough() + 1)
        .filter(vote -> vote.slot() <= choose.through() && vote.ballot().equals(choose.ballot()))
        .map(SlotVote::value);
  }

  /** Rule C1: what is known must be told the same again; what comes behind a gap is ignored. */
  @Override
  public Draft onLearned(Learned told) {
    Invariant.require(
        told.first() >= 1, "C1", "learned values begin at slot %d, at least 1", told.first());
    Draft grown = this;
    long slot = told.first();
    for (Value value : told.values()) {
      if (slot <= grown.now.chosenThrough()) {
        grown = grown.with(grown.now.agreeing(slot, value));
      } else if (slot == grown.now.chosenThrough() + 1) {
        grown = grown.choosing(value).learning(slot);
      }
      slot++;
    }
    return grown;
  }

  private Draft learning(long slot) {
    return new Draft(before, now, cast, learned.with(slot), entering, speech, terms);
  }

  /**
   * Rules G1, W1: only what snapshots cover and no peer may still need. Where this acceptor lags
   * behind that, its log begins anew there, with promise and votes as they are (rule G4).
   *
   * <p>If it lags behind a stop-sign, its log begins after the whole snapshot: in the later epoch
   * it may only vote from a base that reaches it (rule M2).
   */
  @Override
  public Draft onRelease(Release release) {
    Configuration told = release.configuration();
    boolean later = told.epoch() > now.epoch();
    long kept = now.log().tail(release.snapshot(), release.tailBytes());
    long slot =
        later ? release.snapshot() : Math.min(release.snapshot(), Math.max(release.needed(), kept));
    if (slot <= now.truncatedTo()) {
      return this;
    }
    Optional<Configuration> base = release.own() ? Optional.empty() : Optional.of(told);
    Draft cut = with(now.cutAt(new Cut(slot, release.logTime(), before.deletable(slot), base)));
    return later ? cut.with(cut.now.entering(told.epoch())).entering(told) : cut;
  }

  /** Nothing to decide: from now on its front lets in what asks for votes. */
  @Override
  public Draft onVouched(Vouched vouched) {
    return this;
  }

  /** Only what is durable already, so that no event is written without its values. */
  @Override
  public Draft onClear(Clear clear) {
    return with(now.clearing(Math.min(clear.through(), before.chosenThrough())));
  }

  /** What there is to remember and to say. */
  Decision decision() {
    boolean changed =
        !now.promised().equals(before.promised())
            || now.chosenThrough() > before.chosenThrough()
            || now.truncatedTo() > before.truncatedTo()
            || !cast.isEmpty();
    Speech whole =
        changed
            ? speech.post(new Voted(List.copyOf(cast.values()), now.chosenThrough(), now.logTime()))
            : speech;
    return new Decision(
        changed ? Optional.of(event()) : Optional.empty(),
        whole.effects(),
        entered(),
        now.log().cleared().through(),
        terms.grant(),
        whole.alarms());
  }

  private Optional<Entry> entered() {
    Ballot promised = now.promised();
    boolean own =
        promised.epoch() == now.epoch() && promised.member().equals(now.identity().member());
    return entering.map(
        configuration -> new Entry(configuration, own ? Optional.of(promised) : Optional.empty()));
  }

  private Recorded event() {
    Identity identity = before.identity();
    Span told = learned.after(now.truncatedTo());
    return new Recorded(
        identity.group(),
        identity.member(),
        identity.incarnation(),
        before.counter() + 1,
        now.epoch(),
        now.promised(),
        now.chosenThrough(),
        List.copyOf(cast.values()),
        told.first(),
        Pages.values(now, told.first(), told.last()),
        now.cut());
  }

  /** The refusal of a ballot that may neither be promised nor voted under; empty if it may. */
  private Optional<Draft> refusal(MemberId from, Ballot ballot) {
    if (ballot.round() < 1) {
      return Optional.of(
          saying(
              speech.alarm(
                  "%s asks under ballot %s, which no member has: dropped"
                      .formatted(from, ballot))));
    }
    if (ballot.epoch() != now.epoch()) {
      // That epoch is over, or this acceptor's log does not reach it yet (rule M2).
      return Optional.of(this);
    }
    if (ballot.leapsOver(now.promised())) {
      return Optional.of(
          saying(
              nack(from, ballot)
                  .alarm(
                      "%s asks under ballot %s, too many rounds above the promise %s: refused"
                          .formatted(from, ballot, now.promised()))));
    }
    return ballot.below(now.promised())
        ? Optional.of(saying(nack(from, ballot)))
        : Optional.empty();
  }

  /** The promise told will be durable when it is told (rule A5). */
  private Speech nack(MemberId to, Ballot refused) {
    return speech.send(to, new Nack(refused, now.promised()));
  }

  private Draft with(AcceptorState changed) {
    return new Draft(before, changed, cast, learned, entering, speech, terms);
  }

  private Draft saying(Speech more) {
    return new Draft(before, now, cast, learned, entering, more, terms);
  }
}
