package dev.synod.replica;

import dev.synod.api.ReadConsistency;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import dev.synod.replica.Waiting.Ground;
import dev.synod.settings.SynodSettings.ClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reads of this node that wait: linearizable ones (rules R2, R3), those that may be of some age
 * (R5) where no round is as young, those that ask a quorum (R4), and those that need a slot (R6).
 *
 * <p>What a leader or a quorum says holds for its epoch: a state with a later one may lack writes
 * that were acknowledged there, so those reads ask again.
 *
 * <p>At most {@code synod.client.outstanding} reads wait; each ends within {@code
 * synod.client.timeout}.
 *
 * @param leader whom to ask
 * @param epoch of the state that is applied here
 * @param question to the leader
 * @param survey of the acceptors
 * @param awaited the reads that know which slot they need
 * @param known what the leader's latest answer has told
 */
record Reads(
    ClientSettings settings,
    Optional<MemberId> leader,
    long epoch,
    Inquiry question,
    Survey survey,
    Awaited awaited,
    Known known) {
  private static final long SHORTEST_PAUSE = 100;

  /**
   * What was acknowledged before that time is in the slots through that one: the round began after
   * its question had left.
   *
   * @param epoch in which that was said
   */
  record Known(long at, long slot, long epoch) {
    static final Known NOTHING = new Known(Long.MIN_VALUE / 2, Long.MAX_VALUE, 0);

    /**
     * The slot that a read needs which may be as old as this; empty if nothing so young is known.
     * Strictly after: what is in one millisecond is in no order.
     */
    Optional<Long> since(long time) {
      return at > time ? Optional.of(slot) : Optional.empty();
    }
  }

  /**
   * A read that waits no longer.
   *
   * @param failure why it can't be answered; empty if it is to be answered now
   */
  record Ready(long request, Optional<String> failure) {}

  /**
   * None wait.
   *
   * @param number of the questions before the first
   */
  static Reads create(ClientSettings settings, Configuration configuration, long number) {
    return new Reads(
        settings,
        Optional.empty(),
        configuration.epoch(),
        Inquiry.none(number),
        Survey.none(number, configuration),
        Awaited.NONE,
        Known.NOTHING);
  }

  /** How many reads wait. */
  int pending() {
    return question.size() + survey.inquiry().size() + awaited.size();
  }

  /** Takes a read in, answers or refuses it; {@link #ask} asks for those that need it. */
  Turn<Reads, Ready> submit(long request, ReadConsistency kind, long appliedThrough, long now) {
    Need need = kind.fold(new Needs(known, now));
    if (need.slot().filter(slot -> slot <= appliedThrough).isPresent()) {
      return Turn.ending(this, List.of(new Ready(request, Optional.empty())));
    }
    int pending = pending();
    if (pending >= settings.outstanding()) {
      return failing(
          request,
          pending
              + " reads wait, as many as synod.client.outstanding = "
              + settings.outstanding()
              + " allows; try again later");
    }
    if (need.ground() == Ground.LEASE && leader.isEmpty()) {
      return failing(request, "no leader is known, so there is no lease to read by");
    }
    Waiting read = Waiting.until(request, now + settings.timeout().toMillis(), need.ground());
    Waiting told = need.ground() == Ground.TOKEN ? read : read.in(known.epoch());
    return Turn.stay(
        need.slot()
            .map(slot -> with(awaited.with(slot, List.of(told))))
            .orElseGet(() -> gathering(read)));
  }

  /** What a kind of read needs at this time: a slot, or somebody to name one. */
  private record Need(Ground ground, Optional<Long> slot) {}

  private record Needs(Known known, long now) implements ReadConsistency.Cases<Need> {
    @Override
    public Need onLinearizable() {
      return new Need(Ground.LEADER, Optional.empty());
    }

    @Override
    public Need onLease() {
      return new Need(Ground.LEASE, Optional.empty());
    }

    @Override
    public Need onQuorum() {
      return new Need(Ground.QUORUM, Optional.empty());
    }

    @Override
    public Need onBounded(ReadConsistency.Bounded bounded) {
      return new Need(Ground.LEADER, known.since(now - bounded.maxStaleness().toMillis()));
    }

    @Override
    public Need onAtLeast(ReadConsistency.AtLeast atLeast) {
      return new Need(Ground.TOKEN, Optional.of(atLeast.slot()));
    }

    @Override
    public Need onLocal() {
      return new Need(Ground.TOKEN, Optional.of(0L));
    }
  }

  private Reads gathering(Waiting read) {
    return read.ground() == Ground.QUORUM
        ? with(survey.with(survey.inquiry().with(read)))
        : with(question.with(read));
  }

  /** Asks for all reads that gathered, if no question is out. */
  Turn<Reads, Ready> ask(long now) {
    Turn<Reads, Ready> asked =
        question.due() && leader.isPresent()
            ? with(question.begin(now)).repeat(now)
            : Turn.stay(this);
    return asked.then(
        r ->
            r.survey.inquiry().due()
                ? r.with(r.survey.begin(now)).repeatSurvey(now)
                : Turn.stay(r));
  }

  /** Asks a new leader at once. */
  Turn<Reads, Ready> leader(Optional<MemberId> next, long now) {
    Reads following = new Reads(settings, next, epoch, question, survey, awaited, known);
    return following.repeat(now).then(r -> r.ask(now));
  }

  /** This member is in another epoch: acceptors are asked there. */
  Turn<Reads, Ready> enter(Configuration configuration, long now) {
    return with(survey.entering(configuration)).ask(now);
  }

  /**
   * The answer to the question, whoever gives it: its round began after the question left.
   *
   * @param told the epoch in which it was given
   */
  Turn<Reads, Ready> index(ReadIndex index, long told, long appliedThrough, long now) {
    if (!question.out() || index.request() != question.number() || told < epoch) {
      return Turn.stay(this);
    }
    // Who was asked for a lease alone, and holds none, has found out nothing.
    boolean refused = !index.leased() && question.only(Ground.LEASE);
    List<Ready> unleased = new ArrayList<>();
    List<Waiting> served = new ArrayList<>();
    for (Waiting read : question.asked()) {
      if (read.ground() == Ground.LEASE && !index.leased()) {
        unleased.add(
            failed(read, "the leader holds no lease now: leases are off, or it waits for one"));
      } else {
        served.add(read.in(told));
      }
    }
    Reads answered =
        new Reads(
            settings,
            leader,
            epoch,
            question.answered(),
            survey,
            awaited.with(index.slot(), served),
            refused ? known : new Known(question.askedAt(), index.slot(), told));
    return Turn.<Reads, Ready>ending(answered, unleased)
        .then(r -> r.applied(appliedThrough, epoch, now));
  }

  /** An acceptor's answer to the survey, in the epoch that this member is in. */
  Turn<Reads, Ready> surveyed(MemberId from, Surveyed told, long appliedThrough, long now) {
    Survey heard = survey.heard(from, told);
    if (!heard.complete() || heard.epoch() < epoch) {
      return Turn.stay(with(heard));
    }
    List<Waiting> served =
        heard.inquiry().asked().stream().map(read -> read.in(heard.epoch())).toList();
    return with(heard.with(heard.inquiry().answered()))
        .with(awaited.with(heard.highest(), served))
        .applied(appliedThrough, epoch, now);
  }

  /**
   * Lets go the reads that waited for no more than this slot.
   *
   * @param reached the epoch of the next slot
   */
  Turn<Reads, Ready> applied(long through, long reached, long now) {
    Reads in = reached > epoch ? reaching(reached) : this;
    List<Waiting> done = in.awaited.reached(through);
    if (done.isEmpty()) {
      return in.ask(now);
    }
    List<Ready> ready =
        done.stream().map(read -> new Ready(read.request(), Optional.empty())).toList();
    return Turn.<Reads, Ready>ending(in.with(in.awaited.above(through)), ready)
        .then(r -> r.ask(now));
  }

  private Reads reaching(long next) {
    Known left = known.epoch() < next ? Known.NOTHING : known;
    Reads in = new Reads(settings, leader, next, question, survey, awaited.since(next), left);
    for (Waiting outdated : awaited.before(next)) {
      in = in.gathering(outdated);
    }
    return in;
  }

  /** Fails what is past its deadline and repeats a question that is overdue. */
  Turn<Reads, Ready> tick(long now) {
    List<Waiting> unheard = new ArrayList<>();
    List<Waiting> unsurveyed = new ArrayList<>();
    List<Ready> failed = new ArrayList<>();
    Awaited patient =
        awaited.patient(
            now, (slot, read) -> failed.add(late(read, "slot " + slot + " was not applied here")));
    Reads left =
        with(question.patient(now, unheard))
            .with(survey.with(survey.inquiry().patient(now, unsurveyed)))
            .with(patient);
    unheard.forEach(read -> failed.add(late(read, "no leader confirmed the read")));
    unsurveyed.forEach(read -> failed.add(late(read, "no quorum of acceptors answered")));
    return Turn.<Reads, Ready>ending(left, failed)
        .then(r -> r.question.overdue(now) ? r.repeat(now) : Turn.stay(r))
        .then(r -> r.survey.inquiry().overdue(now) ? r.repeatSurvey(now) : Turn.stay(r))
        .then(r -> r.ask(now))
        .then(Reads::nudge);
  }

  /** Fails all that waits because the node stops. */
  Turn<Reads, Ready> stop() {
    List<Waiting> all = new ArrayList<>(question.all());
    all.addAll(survey.inquiry().all());
    all.addAll(awaited.all());
    return Turn.ending(
        with(Inquiry.none(question.number()))
            .with(survey.with(Inquiry.none(survey.inquiry().number())))
            .with(Awaited.NONE),
        all.stream().map(r -> failed(r, "this node stopped while the read waited")).toList());
  }

  private Turn<Reads, Ready> repeat(long now) {
    if (!question.out() || leader.isEmpty()) {
      return Turn.stay(this);
    }
    return new Turn<>(
        with(question.sent(now + pause())),
        List.of(
            new Effect.Send(
                leader.get(), new ReadIndexAsk(question.number(), question.only(Ground.LEASE)))),
        List.of());
  }

  private Turn<Reads, Ready> repeatSurvey(long now) {
    Survey repeated = survey.with(survey.inquiry().sent(now + pause()));
    return new Turn<>(with(repeated), repeated.questions(), List.of());
  }

  /**
   * A slot that somebody has voted for may never be chosen unless a leader's log reaches it (rule
   * R4).
   */
  private Turn<Reads, Ready> nudge() {
    return leader.isPresent() && awaited.surveyed().isPresent()
        ? new Turn<>(
            this,
            List.of(
                new Effect.Send(
                    leader.get(), new ProposerMessage.Reach(awaited.surveyed().getAsLong()))),
            List.of())
        : Turn.stay(this);
  }

  private long pause() {
    return Math.max(SHORTEST_PAUSE, settings.resend().toMillis() / 4);
  }

  private Ready late(Waiting read, String cause) {
    return failed(
        read, cause + " within synod.client.timeout = " + settings.timeout().toMillis() + " ms");
  }

  private static Ready failed(Waiting read, String why) {
    return new Ready(read.request(), Optional.of(why));
  }

  private Turn<Reads, Ready> failing(long request, String detail) {
    return Turn.ending(this, List.of(new Ready(request, Optional.of(detail))));
  }

  private Reads with(Inquiry changed) {
    return new Reads(settings, leader, epoch, changed, survey, awaited, known);
  }

  private Reads with(Survey changed) {
    return new Reads(settings, leader, epoch, question, changed, awaited, known);
  }

  private Reads with(Awaited changed) {
    return new Reads(settings, leader, epoch, question, survey, changed, known);
  }
}
