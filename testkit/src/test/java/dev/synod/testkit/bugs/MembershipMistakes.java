package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.acceptor.AcceptorState;
import dev.synod.acceptor.Request;
import dev.synod.learner.LearnerState;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.RegistrarNotice.Progress;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.AcceptorMistakes.Careless;
import dev.synod.testkit.bugs.Castings.Learning;
import dev.synod.testkit.bugs.Castings.Proposing;
import dev.synod.wire.CommandCodec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;

/** What members do wrong when members come and go. */
final class MembershipMistakes {
  /** Who has not promised by then is gone. */
  private static final long PATIENCE_MILLIS = 50;

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

  /**
   * A proposer for which who does not answer in time is no member: the view of a failure detector
   * in the place of what the log says.
   */
  static Proposing takesItsViewForTheMembers() {
    return new Proposing() {
      private final Set<MemberId> silent = new TreeSet<>();
      private Optional<Promise> own = Optional.empty();
      private long due;

      @Override
      Step<ProposerState> receive(
          ProposerState rules, MemberId from, ProposerMessage message, Moment moment) {
        silent.remove(from);
        if (message instanceof Promise promise && promise.ballot().member().equals(from)) {
          own = Optional.of(promise);
          due = moment.now() + PATIENCE_MILLIS;
          silent.addAll(LearnerMistakes.THREE);
          silent.remove(from);
        }
        return super.receive(rules, from, message, moment);
      }

      @Override
      Step<ProposerState> tick(ProposerState rules, Moment moment) {
        Step<ProposerState> step = super.tick(rules, moment);
        if (own.isPresent() && moment.now() >= due) {
          Promise nothing = ProposerMistakes.with(own.get(), List.of());
          for (MemberId gone : silent) {
            step = step.then(after -> after.receive(gone, nothing, moment));
          }
          own = Optional.empty();
        }
        return step;
      }
    };
  }

  /** A leader that goes on with commands while its stop-sign is not chosen yet. */
  static Proposing proposesBehindTheStopSign() {
    return new Proposing() {
      private final Set<MemberId> voters = new TreeSet<>();
      private Optional<Accept> sign = Optional.empty();
      private long last;

      @Override
      Stream<Effect> say(Effect effect) {
        if (effect instanceof Effect.Send send && send.message() instanceof Accept accept) {
          if (!sign.equals(Optional.of(accept))) {
            sign = Optional.of(accept).filter(one -> one.value() instanceof Value.StopSign);
            last = accept.slot();
            voters.clear();
          }
          voters.add(send.to());
        }
        return Stream.of(effect);
      }

      @Override
      Step<ProposerState> receive(
          ProposerState rules, MemberId from, ProposerMessage message, Moment moment) {
        Step<ProposerState> step = super.receive(rules, from, message, moment);
        if (sign.isEmpty() || !(message instanceof Submit submit)) {
          return step;
        }
        last++;
        Value more = new CommandCodec().encode(new Batch(submit.commands()), moment.now());
        Accept next = new Accept(sign.get().ballot(), last, more, 0);
        List<MemberId> all = List.copyOf(voters);
        return step.then(after -> Step.stay(after).saying(Effect.toAll(all, next)));
      }
    };
  }

  /** Whoever can be heard of counts as one that holds the log. */
  static Learning claimsToHoldTheLog(Seat seat) {
    return new Learning() {
      @Override
      Stream<Effect> say(Effect effect) {
        return effect instanceof Effect.Post post && post.notice() instanceof Progress progress
            ? Stream.of(
                new Effect.Post(
                    new Progress(Integer.MAX_VALUE, progress.chosen(), progress.executed())))
            : Stream.of(effect);
      }
    };
  }

  /** The witness n4 says that it has the value, and writes down that it said so. */
  static AcceptorRules keepsNoValues(Seat seat) {
    return new Careless() {
      @Override
      Recorded write(AcceptorState state, List<Request> requests, Recorded sound) {
        return seat.self().value().equals("n4")
            ? AcceptorMistakes.with(sound, sound.votes().stream().map(this::emptied).toList())
            : sound;
      }

      private SlotVote emptied(SlotVote vote) {
        return vote.value() instanceof Value.Commands
            ? new SlotVote(vote.slot(), vote.ballot(), Value.NO_OP)
            : vote;
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
