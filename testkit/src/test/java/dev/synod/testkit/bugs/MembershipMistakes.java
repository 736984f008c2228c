package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.acceptor.AcceptorState;
import dev.synod.learner.LearnerState;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.Moment;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Learning;
import org.pcollections.PSortedMap;

/** What members do wrong when members come and go. */
final class MembershipMistakes {
  private MembershipMistakes() {}

  /** A stop-sign that is voted for here is taken for chosen: its configuration is used at once. */
  static Learning usesAConfigurationBeforeItIsChosen(Seat seat) {
    return new Learning() {
      @Override
      Step<LearnerState> notice(LearnerState rules, LearnerNotice notice, Moment moment) {
        Step<LearnerState> step = super.notice(rules, notice, moment);
        if (notice instanceof Voted voted) {
          for (SlotVote vote : voted.votes()) {
            if (vote.value() instanceof Value.StopSign) {
              Chosen chosen = new Chosen(vote.ballot(), vote.slot());
              step = step.then(after -> receive(after, vote.ballot().member(), chosen, moment));
            }
          }
        }
        return step;
      }
    };
  }

  private static AcceptorState with(
      AcceptorState state, long epoch, PSortedMap<Long, SlotVote> votes) {
    return new AcceptorState(
        state.identity(),
        epoch,
        state.counter(),
        state.promised(),
        state.log(),
        votes,
        state.retained());
  }

  /** Votes above a stop-sign stay, and are shown in phase 1 of the next epoch. */
  static AcceptorRules keepsVoidVotes(Seat seat) {
    return new AcceptorRules() {
      @Override
      public AcceptorState after(AcceptorState state, AcceptorEvent event) {
        AcceptorState after = state.after(event);
        if (after.epoch() == state.epoch()) {
          return after;
        }
        PSortedMap<Long, SlotVote> kept = after.votes();
        for (SlotVote vote : state.votes().values()) {
          kept =
              vote.slot() > after.chosenThrough() && !kept.containsKey(vote.slot())
                  ? kept.plus(vote.slot(), vote)
                  : kept;
        }
        return with(after, after.epoch(), kept);
      }
    };
  }
}
