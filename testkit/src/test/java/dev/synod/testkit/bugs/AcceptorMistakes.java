package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.acceptor.AcceptorState;
import dev.synod.acceptor.Decision;
import dev.synod.acceptor.Grant;
import dev.synod.acceptor.Request;
import dev.synod.acceptor.Terms;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What acceptors do wrong. */
final class AcceptorMistakes {
  private AcceptorMistakes() {}

  /** Takes no Accept of which this is not true. */
  private abstract static class Picky implements AcceptorRules {
    abstract boolean takes(AcceptorState state, Accept accept);

    @Override
    public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
      Predicate<Request> taken =
          request ->
              !(request instanceof Request.ByMember asked
                  && asked.message() instanceof Accept accept
                  && !takes(state, accept));
      return state.decide(requests.stream().filter(taken).toList(), terms);
    }
  }

  static AcceptorRules demandsEqualValue(Seat seat) {
    return new Picky() {
      @Override
      boolean takes(AcceptorState state, Accept accept) {
        return state
            .voteAt(accept.slot())
            .map(SlotVote::value)
            .filter(value -> !value.equals(accept.value()))
            .isEmpty();
      }
    };
  }

  static AcceptorRules onlyAboveThePromise(Seat seat) {
    return new Picky() {
      @Override
      boolean takes(AcceptorState state, Accept accept) {
        return accept.ballot().above(state.promised());
      }
    };
  }

  /**
   * Rules that write other events than the sound ones, and read what they wrote without a check.
   */
  abstract static class Careless implements AcceptorRules {
    abstract Recorded write(AcceptorState state, List<Request> requests, Recorded sound);

    @Override
    public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
      Decision sound = state.decide(requests, terms);
      return new Decision(
          sound.remember().map(event -> write(state, requests, event)),
          sound.say(),
          sound.entered(),
          sound.cleared(),
          sound.grant(),
          sound.alarms());
    }

    @Override
    public AcceptorState after(AcceptorState state, AcceptorEvent event) {
      Recorded recorded = (Recorded) event;
      Ballot highest = recorded.promised();
      for (SlotVote vote : recorded.votes()) {
        highest = highest.max(vote.ballot());
      }
      Recorded strict = with(recorded, highest.max(state.promised()));
      AcceptorState after = state.after(strict);
      return promising(after, recorded.promised());
    }
  }

  private static Recorded with(Recorded event, Ballot promised) {
    return new Recorded(
        event.group(),
        event.member(),
        event.incarnation(),
        event.counter(),
        event.epoch(),
        promised,
        event.chosenThrough(),
        event.votes(),
        event.learnedFirst(),
        event.learned(),
        event.cut());
  }

  static Recorded with(Recorded event, List<SlotVote> votes) {
    return new Recorded(
        event.group(),
        event.member(),
        event.incarnation(),
        event.counter(),
        event.epoch(),
        event.promised(),
        event.chosenThrough(),
        votes,
        event.learnedFirst(),
        event.learned(),
        event.cut());
  }

  static AcceptorRules acceptDoesNotPromise(Seat seat) {
    return new Careless() {
      @Override
      Recorded write(AcceptorState state, List<Request> requests, Recorded sound) {
        Ballot promised = state.promised();
        for (Request request : requests) {
          if (request instanceof Request.ByMember asked
              && asked.message() instanceof Prepare prepare
              && !prepare.ballot().above(sound.promised())) {
            promised = promised.max(prepare.ballot());
          }
        }
        return with(sound, promised);
      }
    };
  }

  private static AcceptorState promising(AcceptorState state, Ballot promised) {
    return new AcceptorState(
        state.identity(),
        state.epoch(),
        state.counter(),
        promised,
        state.log(),
        state.votes(),
        state.retained());
  }

  /** All is written, but a new life reads only the votes: its promise is that of the last vote. */
  static AcceptorRules forgetsItsPromiseOnRestart(Seat seat) {
    return new AcceptorRules() {
      private boolean awake;

      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        awake = true;
        return state.decide(requests, terms);
      }

      @Override
      public AcceptorState after(AcceptorState state, AcceptorEvent event) {
        AcceptorState after = state.after(event);
        return awake
            ? after
            : promising(
                after,
                after.votes().values().stream()
                    .map(SlotVote::ballot)
                    .reduce(Ballot.NONE, Ballot::max));
      }
    };
  }

  static AcceptorRules answersBeforeItPersists(Seat seat) {
    return new AcceptorRules() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        Decision sound = state.decide(requests, terms);
        sound.say().forEach(effect -> effect.perform(seat.postbox()));
        return new Decision(
            sound.remember(),
            List.of(),
            sound.entered(),
            sound.cleared(),
            sound.grant(),
            sound.alarms());
      }
    };
  }

  /**
   * Takes a late Accept as if it had not promised a higher ballot since, and keeps that promise.
   */
  static AcceptorRules acceptsBelowItsPromise(Seat seat) {
    return new Careless() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        Decision decision = super.decide(blind(state, requests), requests, terms);
        return new Decision(
            decision.remember().map(event -> with(event, state.promised().max(event.promised()))),
            decision.say(),
            decision.entered(),
            decision.cleared(),
            decision.grant(),
            decision.alarms());
      }

      private AcceptorState blind(AcceptorState state, List<Request> requests) {
        boolean late =
            requests.stream()
                .allMatch(
                    request ->
                        request instanceof Request.ByMember asked
                            && asked.message() instanceof Accept accept
                            && accept.ballot().epoch() == state.epoch()
                            && accept.ballot().below(state.promised()));
        return late ? promising(state, highest(requests)) : state;
      }

      private Ballot highest(List<Request> requests) {
        return requests.stream()
            .map(request -> ((Accept) ((Request.ByMember) request).message()).ballot())
            .reduce(Ballot.NONE, Ballot::max);
      }

      @Override
      Recorded write(AcceptorState state, List<Request> requests, Recorded sound) {
        return sound;
      }
    };
  }

  /** One member votes for a no-op in each seventh slot, whatever was proposed. */
  static AcceptorRules writesAnotherValue(Seat seat) {
    return new Careless() {
      @Override
      Recorded write(AcceptorState state, List<Request> requests, Recorded sound) {
        return with(
            sound,
            sound.votes().stream()
                .map(
                    vote ->
                        vote.slot() % 7 == 0 && seat.self().value().equals("n2")
                            ? new SlotVote(vote.slot(), vote.ballot(), Value.NO_OP)
                            : vote)
                .toList());
      }
    };
  }

  /** The promise takes the place of the ballot of each vote. */
  static AcceptorRules oneVariable(Seat seat) {
    return new AcceptorRules() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        Decision sound = state.decide(requests, terms);
        return new Decision(
            sound.remember(),
            sound.say().stream().map(effect -> confuse(state.promised(), effect)).toList(),
            sound.entered(),
            sound.cleared(),
            sound.grant(),
            sound.alarms());
      }
    };
  }

  private static Effect confuse(Ballot promised, Effect effect) {
    if (effect instanceof Effect.Send send && send.message() instanceof Promise promise) {
      List<SlotVote> votes =
          promise.votes().stream()
              .map(vote -> new SlotVote(vote.slot(), promised.max(vote.ballot()), vote.value()))
              .toList();
      return new Effect.Send(
          send.to(),
          new Promise(
              promise.ballot(),
              promise.from(),
              promise.chosenThrough(),
              promise.chosen(),
              votes,
              promise.next(),
              promise.truncatedTo()));
    }
    return effect;
  }

  /** Some votes are acknowledged, but not written. */
  static AcceptorRules losesVotes(Seat seat) {
    return new Careless() {
      @Override
      Recorded write(AcceptorState state, List<Request> requests, Recorded sound) {
        Optional<SlotVote> lost =
            sound.votes().stream().filter(vote -> vote.slot() % 7 == 0).findFirst();
        return with(
            sound, sound.votes().stream().filter(vote -> !Optional.of(vote).equals(lost)).toList());
      }
    };
  }

  /** Told how far the log is chosen, it marks what it has voted for, under whatever ballot. */
  static AcceptorRules marksWhateverItVotedFor(Seat seat) {
    return new AcceptorRules() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        return state.decide(requests.stream().map(r -> match(state, r)).toList(), terms);
      }

      private Request match(AcceptorState state, Request request) {
        return request instanceof Request.FromWithin within
                && within.notice() instanceof Choose choose
            ? new Request.FromWithin(
                new Choose(
                    state
                        .voteAt(state.chosenThrough() + 1)
                        .map(SlotVote::ballot)
                        .orElse(choose.ballot()),
                    choose.through(),
                    choose.closing()))
            : request;
      }
    };
  }

  /** Whoever had a lease before the restart has none, for all that it knows. */
  static AcceptorRules forgetsItsGrants(Seat seat) {
    return new AcceptorRules() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        boolean known = terms.grant().holder().isPresent();
        return state.decide(
            requests,
            known
                ? terms
                : new Terms(terms.pageBytes(), terms.configuration(), Grant.NONE, terms.now()));
      }
    };
  }

  /** What it has voted for, but does not know to be chosen, no read needs to see. */
  static AcceptorRules namesOnlyWhatItKnowsToBeChosen(Seat seat) {
    return new AcceptorRules() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        Decision sound = state.decide(requests, terms);
        return new Decision(
            sound.remember(),
            sound.say().stream().map(effect -> lowered(state, effect)).toList(),
            sound.entered(),
            sound.cleared(),
            sound.grant(),
            sound.alarms());
      }
    };
  }

  private static Effect lowered(AcceptorState state, Effect effect) {
    return effect instanceof Effect.Send send && send.message() instanceof Surveyed surveyed
        ? new Effect.Send(send.to(), new Surveyed(surveyed.request(), state.chosenThrough()))
        : effect;
  }
}
