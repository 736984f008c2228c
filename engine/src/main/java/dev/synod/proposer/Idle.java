package dev.synod.proposer;

import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.Step;

/** Neither leads nor tries to. Commands that arrive are dropped: their replicas send them again. */
record Idle(Room room, Horizon horizon) implements ProposerState {

  @Override
  public Turn at(long now) {
    return new IdleTurn(now);
  }

  private final class IdleTurn implements Turn {
    private final long now;

    private IdleTurn(long now) {
      this.now = now;
    }

    @Override
    public ProposerState stay() {
      return Idle.this;
    }

    @Override
    public Step<ProposerState> onCampaign(ProposerNotice.Campaign campaign) {
      return Preparing.start(room, horizon.meeting(campaign.highest()), now);
    }

    @Override
    public Step<ProposerState> onProgress(ProposerNotice.Progress progress) {
      return Step.stay(new Idle(room, horizon.after(progress)));
    }
  }
}
