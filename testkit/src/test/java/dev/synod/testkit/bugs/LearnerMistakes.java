package dev.synod.testkit.bugs;

import dev.synod.learner.LearnerState;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Leading;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Learning;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What learners do wrong. */
final class LearnerMistakes {
  static final List<MemberId> THREE =
      List.of(new MemberId("n1"), new MemberId("n2"), new MemberId("n3"));

  private LearnerMistakes() {}

  /** What comes twice is taken for the word of two. */
  static Learning countsOneVoteTwice(Seat seat) {
    return new Learning() {
      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        Step<LearnerState> once = super.receive(rules, from, message, moment);
        MemberId other = THREE.get((THREE.indexOf(from) + 1) % 3);
        return message instanceof Accepted
            ? once.then(after -> super.receive(after, other, message, moment))
            : once;
      }
    };
  }

  /** Votes under an earlier ballot count for this one. */
  static Learning countsVotesOfOtherBallots(Seat seat) {
    return new Learning() {
      private Ballot own = Ballot.NONE;

      @Override
      Step<LearnerState> notice(LearnerState rules, LearnerNotice notice, Moment moment) {
        if (notice instanceof Leading leading) {
          own = leading.ballot();
        }
        return super.notice(rules, notice, moment);
      }

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        return super.receive(
            rules,
            from,
            message instanceof Accepted accepted ? new Accepted(own, accepted.slots()) : message,
            moment);
      }
    };
  }

  /** Told how far the log is chosen, takes whatever it has voted for there. */
  static Learning takesItsOwnVotesForChosen(Seat seat) {
    return new Learning() {
      private final Map<Long, SlotVote> own = new TreeMap<>();

      @Override
      Step<LearnerState> notice(LearnerState rules, LearnerNotice notice, Moment moment) {
        if (notice instanceof Voted voted) {
          voted.votes().forEach(vote -> own.put(vote.slot(), vote));
        }
        return super.notice(rules, notice, moment);
      }

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        if (!(message instanceof Chosen chosen)) {
          return super.receive(rules, from, message, moment);
        }
        List<SlotVote> matching =
            own.values().stream()
                .map(vote -> new SlotVote(vote.slot(), chosen.ballot(), vote.value()))
                .toList();
        return super.notice(rules, new Voted(matching, 0, 0), moment)
            .then(after -> super.receive(after, from, message, moment));
      }
    };
  }

  /** Delivers what it has, and leaves out what is missing before it. */
  static Learning skipsGaps(Seat seat) {
    return new Learning() {
      @Override
      Stream<Effect> say(Effect effect) {
        if (effect instanceof Effect.Post post
            && post.notice() instanceof Deliver deliver
            && deliver.values().size() > 2) {
          List<Value> rest = deliver.values().subList(1, deliver.values().size());
          return Stream.of(
              new Effect.Post(new Deliver(deliver.first() + 1, rest, deliver.through())));
        }
        return Stream.of(effect);
      }
    };
  }

  /** Answers reads at once, because it believes that its member leads. */
  static Learning readsBecauseItLeads(Seat seat) {
    return new Learning() {
      private boolean leads;
      private long through;

      @Override
      Step<LearnerState> notice(LearnerState rules, LearnerNotice notice, Moment moment) {
        leads =
            notice instanceof Leading || (leads && !(notice instanceof LearnerNotice.Following));
        return super.notice(rules, notice, moment);
      }

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        return leads && message instanceof ReadIndexAsk ask
            ? Step.stay(rules)
                .saying(new Effect.Send(from, new ReadIndex(ask.request(), through, false)))
            : super.receive(rules, from, message, moment);
      }

      @Override
      Stream<Effect> say(Effect effect) {
        if (effect instanceof Effect.Post post && post.notice() instanceof Deliver deliver) {
          through = deliver.first() + deliver.values().size() - 1;
        }
        return Stream.of(effect);
      }
    };
  }

  /** Serves reads before what phase 1 has found is chosen again. */
  static Learning readsBeforeTheBarrier(Seat seat) {
    return new Learning() {
      @Override
      Step<LearnerState> notice(LearnerState rules, LearnerNotice notice, Moment moment) {
        return super.notice(
            rules,
            notice instanceof Leading leading
                ? new Leading(leading.ballot(), leading.first(), 0)
                : notice,
            moment);
      }
    };
  }

  /** Whoever has confirmed a read before has confirmed every read. */
  static Learning confirmedOnceIsAlways(Seat seat) {
    return new Learning() {
      private final Set<MemberId> confirmed = new TreeSet<>();

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        if (message instanceof Confirmed) {
          confirmed.add(from);
        }
        Step<LearnerState> step = super.receive(rules, from, message, moment);
        for (Effect effect : step.effects()) {
          if (effect instanceof Effect.Send send
              && send.message() instanceof Confirm confirm
              && confirmed.contains(send.to())) {
            Confirmed old = new Confirmed(confirm.ballot(), confirm.round(), 0);
            step = step.then(after -> super.receive(after, send.to(), old, moment));
          }
        }
        return step;
      }
    };
  }

  /** An answer to any question of its reign confirms the reads of the round that is out. */
  static Learning countsAnswersOfOldRounds(Seat seat) {
    return new Learning() {
      private long round;

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        return super.receive(
            rules,
            from,
            message instanceof Confirmed old
                ? new Confirmed(old.ballot(), round, old.leaseMillis())
                : message,
            moment);
      }

      @Override
      Stream<Effect> say(Effect effect) {
        if (effect instanceof Effect.Send send && send.message() instanceof Confirm confirm) {
          round = confirm.round();
        }
        return Stream.of(effect);
      }
    };
  }

  /** Counts those that it has not heard for a second with the others. */
  static Learning countsAMajorityOfTheLiving(Seat seat) {
    return new Learning() {
      private final Map<MemberId, Long> heard = new TreeMap<>();

      @Override
      Step<LearnerState> receive(
          LearnerState rules, MemberId from, LearnerMessage message, Moment moment) {
        heard.put(from, moment.now());
        Step<LearnerState> step = super.receive(rules, from, message, moment);
        if (message instanceof Accepted && from.equals(seat.self())) {
          for (MemberId member : THREE) {
            if (moment.now() - heard.getOrDefault(member, 0L) > 1000) {
              step = step.then(after -> super.receive(after, member, message, moment));
            }
          }
        }
        return step;
      }
    };
  }
}
