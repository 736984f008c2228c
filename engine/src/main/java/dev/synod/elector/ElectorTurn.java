package dev.synod.elector;

import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LeadCause;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.Step;
import dev.synod.quorum.Tally;
import dev.synod.settings.SynodSettings.ElectorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** What can happen to an elector, at one time. */
record ElectorTurn(ElectorState state, long now, RandomGenerator random)
    implements ElectorMessage.Cases<Step<ElectorState>>, ElectorNotice.Cases<Step<ElectorState>> {

  private static final Effect STEP_DOWN = new Effect.Post(new ProposerNotice.StepDown());

  @Override
  public Step<ElectorState> onHeartbeat(MemberId from, ElectorMessage.Heartbeat heartbeat) {
    boolean known =
        state.believes(heartbeat.ballot()) && !heartbeat.ballot().below(state.followed());
    if (!known || state.phase() instanceof Phase.Waiting || from.equals(state.room().self())) {
      return Step.stay(state);
    }
    List<Effect> effects = new ArrayList<>();
    if (!(state.phase() instanceof Phase.Following)) {
      effects.add(STEP_DOWN);
    }
    // A member that writes nothing is no part of the quorum that the leader needs.
    if (!state.stalled()) {
      effects.add(
          new Effect.Send(
              from, new ElectorMessage.HeartbeatAck(heartbeat.ballot(), heartbeat.sequence())));
    }
    ElectorState heard = state.following(heartbeat.ballot(), now);
    long until = now + heard.room().wait(heard.rhythm(), 0, random);
    return heard.in(new Phase.Following(Optional.of(from), now, until)).announcing(state, effects);
  }

  @Override
  public Step<ElectorState> onHeartbeatAck(MemberId from, ElectorMessage.HeartbeatAck ack) {
    return state.phase() instanceof Phase.Leading leading && leading.ballot().equals(ack.ballot())
        ? Step.stay(state.in(leading.hearing(from, ack.sequence(), now, settings())))
        : Step.stay(state);
  }

  @Override
  public Step<ElectorState> onPreVote(MemberId from, ElectorMessage.PreVote preVote) {
    ElectorMessage reply =
        new ElectorMessage.PreVoteReply(preVote.attempt(), supports(from), state.highest());
    return new Step<>(state, List.of(new Effect.Send(from, reply)));
  }

  /**
   * A member that hears a leader supports nobody else (rule L7). Nor does one whose disk hangs, and
   * one that replays its journal, since it could not promise anything.
   */
  private boolean supports(MemberId candidate) {
    if (state.stalled()
        || state.phase() instanceof Phase.Leading
        || state.phase() instanceof Phase.Waiting) {
      return false;
    }
    return !(state.phase() instanceof Phase.Following following)
        || following.leader().isEmpty()
        || following.leader().get().equals(candidate)
        || now - following.heard() >= state.rhythm().patience(settings());
  }

  @Override
  public Step<ElectorState> onPreVoteReply(MemberId from, ElectorMessage.PreVoteReply reply) {
    ElectorState met = state.believes(reply.highest()) ? state.meeting(reply.highest()) : state;
    return met.phase() instanceof Phase.Asking asking
            && asking.attempt() == reply.attempt()
            && reply.granted()
        ? count(met, new Phase.Asking(asking.attempt(), asking.grants().with(from), asking.until()))
        : Step.stay(met);
  }

  private Step<ElectorState> count(ElectorState met, Phase.Asking asking) {
    if (!asking.grants().won() || met.stalled()) {
      return Step.stay(met.in(asking));
    }
    long until = now + met.room().patience(met.failures() + 1, random);
    return new Step<>(
        met.in(new Phase.Campaigning(until)),
        List.of(new Effect.Post(new ProposerNotice.Campaign(met.highest()))));
  }

  @Override
  public Step<ElectorState> onRecovered(ElectorNotice.Recovered recovered) {
    ElectorState met = state.meeting(recovered.promised());
    return state.phase() instanceof Phase.Waiting ? listen(met, List.of()) : Step.stay(met);
  }

  @Override
  public Step<ElectorState> onElected(ElectorNotice.Elected elected) {
    if (elected.ballot().epoch() != state.room().epoch()) {
      return Step.stay(state);
    }
    if (!(state.phase() instanceof Phase.Campaigning)) {
      return new Step<>(state.meeting(elected.ballot()), List.of(STEP_DOWN));
    }
    Phase.Leading leading =
        new Phase.Leading(
            elected.ballot(), 0, now, TreePMap.empty(), firstAcks(state.room().others()));
    return beat(state.following(elected.ballot(), now), leading, state);
  }

  /** Nobody is overdue at the start. */
  private TreePMap<MemberId, Rhythm> firstAcks(List<MemberId> voters) {
    TreePMap<MemberId, Rhythm> acked = TreePMap.empty();
    for (MemberId voter : voters) {
      acked = acked.plus(voter, Rhythm.from(now));
    }
    return acked;
  }

  @Override
  public Step<ElectorState> onDeposed(ElectorNotice.Deposed deposed) {
    if (deposed.highest().epoch() < state.room().epoch()) {
      return Step.stay(state);
    }
    ElectorState met = state.meeting(deposed.highest());
    boolean concerned =
        met.phase() instanceof Phase.Leading || met.phase() instanceof Phase.Campaigning;
    return concerned
        ? listen(met.losing(LeadCause.HIGHER_BALLOT).failing(), List.of())
        : Step.stay(met);
  }

  /**
   * Perhaps another's proposals get through: each gets its turn before this member stands again,
   * whatever their priorities.
   */
  @Override
  public Step<ElectorState> onStuck(ElectorNotice.Stuck stuck) {
    if (!(state.phase() instanceof Phase.Leading leading)
        || !leading.ballot().equals(stuck.ballot())) {
      return Step.stay(state);
    }
    ElectorState left = state.losing(LeadCause.NO_PROGRESS).failing();
    long until = now + state.room().rest() + state.room().wait(left.rhythm(), 0, random);
    return left.in(new Phase.Following(Optional.empty(), now, until))
        .announcing(state, List.of(STEP_DOWN));
  }

  @Override
  public Step<ElectorState> onDiskStalled(ElectorNotice.DiskStalled disk) {
    ElectorState told = state.stalled(disk.stalled());
    boolean active =
        told.phase() instanceof Phase.Leading || told.phase() instanceof Phase.Campaigning;
    return disk.stalled() && active
        ? listen(told.losing(LeadCause.DISK_STALL), List.of(STEP_DOWN))
        : Step.stay(told);
  }

  /**
   * Whom the stop-sign would like to lead campaigns at once, under the ballot that its acceptor has
   * promised on the way in; the others wait for it as for any leader.
   */
  Step<ElectorState> onEntry(Entry entry) {
    Room next = Room.of(state.room().self(), entry.configuration(), state.room().settings());
    ElectorState entered = state.losing(LeadCause.MEMBERS_CHANGED).in(next);
    if (state.phase() instanceof Phase.Waiting) {
      return Step.stay(entered);
    }
    return entry
        .reserved()
        .filter(ballot -> next.campaigns() && !state.stalled())
        .map(
            ballot ->
                entered
                    .meeting(ballot)
                    .in(new Phase.Campaigning(now + next.patience(1, random)))
                    .announcing(state, List.of()))
        .orElseGet(() -> listen(entered, List.of()));
  }

  private ElectorSettings settings() {
    return state.room().settings();
  }

  /** Time has passed. */
  Step<ElectorState> onTick() {
    if (state.phase() instanceof Phase.Leading leading) {
      return lead(leading);
    }
    if (state.phase() instanceof Phase.Following following && now >= following.until()) {
      return giveUp(state.losing(LeadCause.MISSED_HEARTBEATS));
    }
    if (state.phase() instanceof Phase.Asking asking && now >= asking.until()) {
      // A pre-vote binds nobody, so asking again soon disturbs nobody.
      return listen(state, List.of());
    }
    if (state.phase() instanceof Phase.Campaigning campaigning && now >= campaigning.until()) {
      return listen(state.failing(), List.of(STEP_DOWN));
    }
    return Step.stay(state);
  }

  private Step<ElectorState> lead(Phase.Leading leading) {
    Set<MemberId> alive = TreePSet.singleton(state.room().self());
    for (MemberId follower : leading.acked().keySet()) {
      Rhythm rhythm = leading.acked().get(follower);
      if (now - rhythm.last() < rhythm.patience(settings())) {
        alive = TreePSet.from(alive).plus(follower);
      }
    }
    if (!state.room().accept().reachedBy(alive)) {
      return listen(state.losing(LeadCause.NO_QUORUM), List.of(STEP_DOWN));
    }
    return now - leading.sent() >= settings().heartbeat().toMillis()
        ? beat(state, leading, state)
        : Step.stay(state);
  }

  private Step<ElectorState> beat(ElectorState led, Phase.Leading leading, ElectorState before) {
    Phase.Leading beaten = leading.beating(now, Rhythm.longestPatience(settings()));
    return led.in(beaten)
        .announcing(
            before,
            led.room().toOthers(new ElectorMessage.Heartbeat(beaten.ballot(), beaten.sequence())));
  }

  /** The leader is given up. */
  private Step<ElectorState> giveUp(ElectorState up) {
    return up.stalled() || !up.room().campaigns() ? listen(up, List.of()) : ask(up);
  }

  private Step<ElectorState> ask(ElectorState leaderless) {
    ElectorState asking = leaderless.attempting();
    Tally own = Tally.empty(state.room().election()).with(state.room().self());
    Phase.Asking phase = new Phase.Asking(asking.attempts(), own, now + state.room().timeout());
    return new Step<>(asking, state.room().toOthers(new ElectorMessage.PreVote(asking.attempts())))
        .then(asked -> count(asked.in(phase), phase))
        .then(asked -> asked.announcing(state, List.of()));
  }

  /** Waits for a leader anew, longer the more campaigns have failed. */
  private Step<ElectorState> listen(ElectorState next, List<Effect> effects) {
    long until = now + next.room().wait(next.rhythm(), next.failures(), random);
    return next.in(new Phase.Following(Optional.empty(), now, until)).announcing(state, effects);
  }
}
