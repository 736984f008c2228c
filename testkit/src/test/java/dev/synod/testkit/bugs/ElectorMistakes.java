package dev.synod.testkit.bugs;

import dev.synod.elector.ElectorState;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.HeartbeatAck;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.Step;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Electing;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What electors do wrong. */
final class ElectorMistakes {
  private static final List<MemberId> FIVE =
      IntStream.rangeClosed(1, 5).mapToObj(n -> new MemberId("n" + n)).toList();

  private ElectorMistakes() {}

  /** Whatever it hears from anybody is a sign of life of the leader that it once had. */
  static Electing anyMessageIsASignOfLife(Seat seat) {
    return new Electing() {
      private Optional<MemberId> leader = Optional.empty();
      private Ballot ballot = Ballot.NONE;

      @Override
      Step<ElectorState> receive(
          ElectorState rules, MemberId from, ElectorMessage message, Moment moment) {
        if (message instanceof Heartbeat heartbeat) {
          leader = Optional.of(from);
          ballot = ballot.max(heartbeat.ballot());
        }
        Step<ElectorState> step = super.receive(rules, from, message, moment);
        return leader.isPresent() && !leader.get().equals(seat.self())
            ? step.then(s -> super.receive(s, leader.get(), new Heartbeat(ballot, 1), moment))
            : step;
      }
    };
  }

  /** Nothing that it hears keeps it from standing for leader itself. */
  static Electing nothingIsASignOfLife(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> receive(
          ElectorState rules, MemberId from, ElectorMessage message, Moment moment) {
        return message instanceof Heartbeat
            ? Step.stay(rules)
            : super.receive(rules, from, message, moment);
      }
    };
  }

  /** Refused, it tries the next round at once. */
  static Electing triesAgainAtOnce(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> notice(ElectorState rules, ElectorNotice notice, Moment moment) {
        Step<ElectorState> step = super.notice(rules, notice, moment);
        return notice instanceof Deposed deposed
            ? step.saying(new Effect.Post(new Campaign(deposed.highest())))
            : step;
      }
    };
  }

  /** Takes the support of all for granted, without waiting for their answers. */
  static Electing asksNobody(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> tick(ElectorState rules, Moment moment) {
        Step<ElectorState> step = super.tick(rules, moment);
        for (Effect effect : step.effects()) {
          if (effect instanceof Effect.Send send && send.message() instanceof PreVote asked) {
            PreVoteReply granted = new PreVoteReply(asked.attempt(), true, Ballot.NONE);
            step = step.then(s -> super.receive(s, send.to(), granted, moment));
          }
        }
        return step;
      }
    };
  }

  /** Supports whoever asks, though it hears a leader. */
  static Electing supportsAnybody(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> receive(
          ElectorState rules, MemberId from, ElectorMessage message, Moment moment) {
        Step<ElectorState> step = super.receive(rules, from, message, moment);
        return message instanceof PreVote asked
            ? new Step<>(
                step.state(),
                List.of(
                    new Effect.Send(
                        from, new PreVoteReply(asked.attempt(), true, step.state().highest()))))
            : step;
      }
    };
  }

  /** One follower's answer is the answer of all. */
  static Electing leadsWithoutAQuorum(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> receive(
          ElectorState rules, MemberId from, ElectorMessage message, Moment moment) {
        Step<ElectorState> step = super.receive(rules, from, message, moment);
        if (message instanceof HeartbeatAck) {
          for (MemberId other : FIVE) {
            step = step.then(s -> super.receive(s, other, message, moment));
          }
        }
        return step;
      }
    };
  }

  /** Leads on while its disk hangs. */
  static Electing ignoresItsDisk(Seat seat) {
    return new Electing() {
      @Override
      Step<ElectorState> notice(ElectorState rules, ElectorNotice notice, Moment moment) {
        return notice instanceof DiskStalled
            ? Step.stay(rules)
            : super.notice(rules, notice, moment);
      }
    };
  }
}
