package dev.synod.proposer;

import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Phase 2: gives values their slots under its own ballot, those that phase 1 found first (rule L4),
 * then batches of commands. While the window is full, commands gather for the next batch.
 *
 * @param since when the lead began
 * @param logTimeBase the highest log time recovered; the leader's log time goes on from there
 * @param chosenThrough what the learner announces; the next proposals say so, too
 */
record Leading(
    Room room,
    Horizon horizon,
    Ballot ballot,
    Pipeline pipeline,
    long since,
    long logTimeBase,
    long chosenThrough)
    implements ProposerState {

  static Step<ProposerState> start(
      Room room, Horizon horizon, Ballot ballot, Recovery recovery, long now) {
    Pipeline pipeline = Pipeline.startingWith(recovery.chosenThrough() + 1, recovery.unfinished());
    long logTime = Math.max(recovery.logTime(), horizon.logTime());
    Leading state = new Leading(room, horizon, ballot, pipeline, now, logTime, 0);
    return new Step<ProposerState>(
            state,
            List.of(
                new Effect.Post(
                    new LearnerNotice.Leading(ballot, pipeline.next(), recovery.last())),
                new Effect.Post(new ElectorNotice.Elected(ballot))))
        .then(led -> state.fill(now));
  }

  @Override
  public Turn at(long now) {
    return new LeadingTurn(now);
  }

  /** Proposes while there is something to propose and room in the window. */
  private Step<ProposerState> fill(long now) {
    List<Effect> effects = new ArrayList<>();
    Pipeline filled = pipeline;
    while (filled.hasRoom(room.settings().window())) {
      Optional<Value> unfinished = filled.nextUnfinished();
      Value value;
      int commands = 0;
      List<MemberId> waiting = List.of();
      if (unfinished.isPresent()) {
        value = unfinished.get();
        waiting = room.others();
        filled = filled.withoutUnfinished();
      } else if (!filled.waiting().isEmpty()) {
        Pipeline.Taken taken = filled.take(room.settings().batchBytes());
        value = room.codec().encode(new Batch(taken.commands()), logTime(now));
        commands = taken.commands().size();
        waiting = taken.from();
        filled = taken.rest();
      } else {
        break;
      }
      SlotVote proposal = new SlotVote(filled.next(), ballot, value);
      filled = filled.proposing(value, commands, now);
      effects.add(new Effect.Post(new LearnerNotice.Proposed(proposal, chosenThrough, waiting)));
      effects.addAll(room.toVoters(new Accept(ballot, proposal.slot(), value, chosenThrough)));
    }
    return new Step<>(with(filled), effects);
  }

  private long logTime(long now) {
    return logTimeBase + now - since;
  }

  private Leading with(Pipeline changed) {
    return new Leading(room, horizon, ballot, changed, since, logTimeBase, chosenThrough);
  }

  private Leading knowing(long through) {
    return new Leading(room, horizon, ballot, pipeline, since, logTimeBase, through);
  }

  private Step<ProposerState> giveUp(Ballot highest) {
    Horizon met = horizon.meeting(highest);
    return new Step<>(
        new Idle(room, met),
        List.of(
            new Effect.Post(new LearnerNotice.Following()),
            new Effect.Post(new ElectorNotice.Deposed(met.highest()))));
  }

  private final class LeadingTurn implements Turn {
    private final long now;

    private LeadingTurn(long now) {
      this.now = now;
    }

    @Override
    public ProposerState stay() {
      return Leading.this;
    }

    @Override
    public Step<ProposerState> onSubmit(MemberId from, ProposerMessage.Submit submit) {
      return pipeline.closing()
          ? Step.stay(stay())
          : with(pipeline.queueing(from, submit.commands(), room.settings().queueBytes()))
              .fill(now);
    }

    @Override
    public Step<ProposerState> onReach(MemberId from, ProposerMessage.Reach reach) {
      return with(pipeline.reaching(reach.slot(), room.settings().window())).fill(now);
    }

    @Override
    public Step<ProposerState> onClose(ProposerNotice.Close close) {
      Value.StopSign sign = close.sign();
      if (pipeline.closing() || sign.next().epoch() != room.epoch() + 1) {
        return Step.stay(stay());
      }
      Value.StopSign stamped = new Value.StopSign(logTime(now), sign.next(), sign.successor());
      return with(pipeline.closing(stamped)).fill(now);
    }

    @Override
    public Step<ProposerState> onSlotsChosen(ProposerNotice.SlotsChosen slots) {
      return slots.ballot().equals(ballot)
          ? with(pipeline.without(slots.slots())).knowing(slots.through()).fill(now)
          : Step.stay(stay());
    }

    @Override
    public Step<ProposerState> onNack(MemberId from, ProposerMessage.Nack nack) {
      return nack.ballot().equals(ballot) && nack.promised().above(ballot)
          ? giveUp(nack.promised())
          : Step.stay(stay());
    }

    @Override
    public Step<ProposerState> onStepDown(ProposerNotice.StepDown stepDown) {
      return giveUp(ballot);
    }

    @Override
    public Step<ProposerState> onProgress(ProposerNotice.Progress progress) {
      Horizon grown = horizon.after(progress);
      return Step.stay(
          new Leading(room, grown, ballot, pipeline, since, logTimeBase, chosenThrough));
    }

    @Override
    public Step<ProposerState> onTick() {
      Map<Long, Value> overdue = pipeline.overdue(now - room.settings().resend().toMillis());
      List<Effect> effects = new ArrayList<>();
      overdue.forEach(
          (slot, value) ->
              effects.addAll(room.toVoters(new Accept(ballot, slot, value, chosenThrough))));
      if (pipeline.openSince(now - room.settings().progressTimeout().toMillis())) {
        effects.add(new Effect.Post(new ElectorNotice.Stuck(ballot)));
      }
      return new Step<>(with(pipeline.resent(overdue.keySet(), now)), effects);
    }
  }
}
