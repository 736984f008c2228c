package dev.synod.protocol;

import java.util.List;

/** What the other roles of a member tell its proposer. */
public sealed interface ProposerNotice extends Notice {

  @Override
  default Role role() {
    return Role.PROPOSER;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * The elector: try to lead.
   *
   * @param highest the highest ballot seen anywhere; the attempt is above it (rule B5)
   */
  record Campaign(Ballot highest) implements ProposerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onCampaign(this);
    }
  }

  /** The elector: stop trying, stop leading. */
  record StepDown() implements ProposerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onStepDown(this);
    }
  }

  /**
   * The learner: these slots, proposed under this ballot, are chosen.
   *
   * @param through what its {@link LearnerMessage.Chosen} says by now
   */
  record SlotsChosen(Ballot ballot, List<Long> slots, long through) implements ProposerNotice {
    /** Copies the list. */
    public SlotsChosen {
      slots = List.copyOf(slots);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onSlotsChosen(this);
    }
  }

  /**
   * The learner: this member's journal holds every chosen value through this slot. The next
   * campaign asks for what comes after it: a slot that is only known to be chosen is proposed
   * again, so that others can learn it from the votes.
   *
   * @param logTime the highest log time among them, in milliseconds
   */
  record Progress(long through, long logTime) implements ProposerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onProgress(this);
    }
  }

  /**
   * The registrar: end the epoch with this stop-sign; nothing is proposed after it (rule M1). One
   * that does not lead, or has ended its epoch already, does nothing.
   */
  record Close(Value.StopSign sign) implements ProposerNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onClose(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** Try to lead. */
    R onCampaign(Campaign campaign);

    /** Stop. */
    R onStepDown(StepDown stepDown);

    /** The window opens. */
    R onSlotsChosen(SlotsChosen slots);

    /** The log grew. */
    R onProgress(Progress progress);

    /** The epoch is to end. */
    R onClose(Close close);
  }
}
