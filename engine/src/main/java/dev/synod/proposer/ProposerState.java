package dev.synod.proposer;

import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.settings.SynodSettings.ProposerSettings;

/** What a proposer is doing; the phases and their changes stand in the package's description. */
public sealed interface ProposerState
    extends RoleRules<ProposerState, ProposerMessage, ProposerNotice>
    permits Idle, Preparing, Leading {

  /** What does not change in this epoch. */
  Room room();

  /** How far it sees. */
  Horizon horizon();

  /** The rules of this phase, at a time in milliseconds of a monotonic clock. */
  Turn at(long now);

  @Override
  default Step<ProposerState> receive(MemberId from, ProposerMessage message, Moment moment) {
    return message.fold(from, at(moment.now()));
  }

  @Override
  default Step<ProposerState> notice(ProposerNotice notice, Moment moment) {
    return notice.fold(at(moment.now()));
  }

  @Override
  default Step<ProposerState> tick(Moment moment) {
    return at(moment.now()).onTick();
  }

  /** What was proposed in the epoch before and is not chosen is void there (rules M1, M2). */
  @Override
  default Step<ProposerState> enter(Entry entry, Moment moment) {
    Configuration configuration = entry.configuration();
    Room next = Room.of(room().self(), configuration, room().settings(), room().codec());
    return entry
        .reserved()
        .map(ballot -> Preparing.reserved(next, horizon().meeting(ballot), ballot, moment.now()))
        .orElseGet(() -> Step.stay(new Idle(next, horizon())));
  }

  /** A proposer that has just started: it can't continue what it led before (rule B3). */
  static ProposerState initial(
      MemberId self, Configuration configuration, ProposerSettings settings, BatchCodec codec) {
    return new Idle(Room.of(self, configuration, settings, codec), Horizon.NOTHING);
  }

  /** What can happen to a proposer. What a phase does not care about leaves it as it is. */
  interface Turn
      extends ProposerMessage.Cases<Step<ProposerState>>,
          ProposerNotice.Cases<Step<ProposerState>> {

    /** The state before. */
    ProposerState stay();

    /** Time has passed. */
    default Step<ProposerState> onTick() {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onPromise(MemberId from, ProposerMessage.Promise promise) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onNack(MemberId from, ProposerMessage.Nack nack) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onSubmit(MemberId from, ProposerMessage.Submit submit) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onReach(MemberId from, ProposerMessage.Reach reach) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onCampaign(ProposerNotice.Campaign campaign) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onStepDown(ProposerNotice.StepDown stepDown) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onClose(ProposerNotice.Close close) {
      return Step.stay(stay());
    }

    @Override
    default Step<ProposerState> onSlotsChosen(ProposerNotice.SlotsChosen slots) {
      return Step.stay(stay());
    }
  }
}
