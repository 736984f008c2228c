package dev.synod.proposer;

import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Phase 1: asks every acceptor to promise the ballot and to tell what it holds.
 *
 * @param reserved the own acceptor has promised durably; before that nobody else hears of the
 *     ballot (rule B2)
 * @param started when the attempt began
 * @param sent when the open questions were last sent
 */
record Preparing(
    Room room,
    Horizon horizon,
    Ballot ballot,
    Recovery recovery,
    boolean reserved,
    long started,
    long sent)
    implements ProposerState {

  static Step<ProposerState> start(Room room, Horizon horizon, long now) {
    Ballot ballot = horizon.highest().next(room.epoch(), room.self());
    Recovery recovery = Recovery.from(horizon.through(), horizon.logTime());
    Preparing state =
        new Preparing(room, horizon.meeting(ballot), ballot, recovery, false, now, now);
    return new Step<>(state, List.of(state.prepare(room.self())));
  }

  /** Phase 1 under a ballot that the own acceptor has promised durably already (rule B2). */
  static Step<ProposerState> reserved(Room room, Horizon horizon, Ballot ballot, long now) {
    Recovery recovery = Recovery.from(horizon.through(), horizon.logTime());
    Preparing state = new Preparing(room, horizon, ballot, recovery, true, now, now);
    return new Step<>(state, state.questions());
  }

  @Override
  public Turn at(long now) {
    return new PreparingTurn(now);
  }

  private Effect prepare(MemberId acceptor) {
    return new Effect.Send(acceptor, new Prepare(ballot, recovery.cursor(acceptor)));
  }

  /** The questions that are out: to those who have not reported all. */
  private List<Effect> questions() {
    return room.election().voters().stream()
        .filter(voter -> reserved || voter.equals(room.self()))
        .filter(voter -> !recovery.complete().contains(voter))
        .map(this::prepare)
        .toList();
  }

  private Preparing with(Recovery grown, boolean nowReserved) {
    return new Preparing(room, horizon, ballot, grown, nowReserved, started, sent);
  }

  private Step<ProposerState> giveUp(Ballot highest) {
    Horizon met = horizon.meeting(highest);
    return new Step<>(
        new Idle(room, met), List.of(new Effect.Post(new ElectorNotice.Deposed(met.highest()))));
  }

  private final class PreparingTurn implements Turn {
    private final long now;

    private PreparingTurn(long now) {
      this.now = now;
    }

    @Override
    public ProposerState stay() {
      return Preparing.this;
    }

    @Override
    public Step<ProposerState> onPromise(MemberId from, ProposerMessage.Promise page) {
      if (!page.ballot().equals(ballot) || !recovery.expects(from, page)) {
        return Step.stay(stay());
      }
      if (recovery.lacks(page)) {
        return giveUp(ballot)
            .saying(new Effect.Post(new LearnerNotice.Truncated(from, page.truncatedTo())));
      }
      List<Effect> effects = new ArrayList<>();
      List<Value> news = recovery.news(page);
      if (!news.isEmpty()) {
        long first = recovery.chosenThrough() + 1;
        effects.add(new Effect.Post(new LearnerNotice.Recalled(first, news)));
      }
      boolean first = !reserved && from.equals(room.self());
      Preparing grown = with(recovery.with(from, page), reserved || first);
      if (room.election().reachedBy(grown.recovery.complete())) {
        return new Step<ProposerState>(grown, effects)
            .then(ready -> Leading.start(room, grown.horizon, ballot, grown.recovery, now));
      }
      if (!grown.recovery.complete().contains(from)) {
        effects.add(grown.prepare(from));
      }
      if (first) {
        room.election().voters().stream()
            .filter(voter -> !voter.equals(room.self()))
            .forEach(voter -> effects.add(grown.prepare(voter)));
      }
      return new Step<>(grown, effects);
    }

    @Override
    public Step<ProposerState> onNack(MemberId from, ProposerMessage.Nack nack) {
      return nack.ballot().equals(ballot) ? giveUp(nack.promised()) : Step.stay(stay());
    }

    @Override
    public Step<ProposerState> onStepDown(ProposerNotice.StepDown stepDown) {
      return giveUp(ballot);
    }

    @Override
    public Step<ProposerState> onProgress(ProposerNotice.Progress progress) {
      Horizon grown = horizon.after(progress);
      return Step.stay(new Preparing(room, grown, ballot, recovery, reserved, started, sent));
    }

    @Override
    public Step<ProposerState> onTick() {
      if (now - started >= room.settings().campaignTimeout().toMillis()) {
        return giveUp(ballot);
      }
      if (now - sent < room.settings().resend().toMillis()) {
        return Step.stay(stay());
      }
      return new Step<>(
          new Preparing(room, horizon, ballot, recovery, reserved, started, now), questions());
    }
  }
}
