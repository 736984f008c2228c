package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.acceptor.AcceptorState;
import dev.synod.acceptor.Decision;
import dev.synod.acceptor.Request;
import dev.synod.acceptor.Terms;
import dev.synod.api.StateMachine;
import dev.synod.node.Casting;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Numbered;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.RegistrarNotice.Progress;
import dev.synod.protocol.SessionId;
import dev.synod.replica.Replica;
import dev.synod.replica.ReplicaState;
import dev.synod.replica.Sessions;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Learning;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.Behavior;
import org.pcollections.TreePMap;

/** What members do wrong with snapshots and with the log behind them. */
final class SnapshotMistakes {
  private SnapshotMistakes() {}

  /** What an acceptor does not show any more it never had. */
  static Promise shownAsEmpty(Promise promise) {
    return new Promise(
        promise.ballot(),
        promise.from(),
        promise.chosenThrough(),
        promise.chosen(),
        promise.votes(),
        promise.next(),
        0);
  }

  /** Where a snapshot of any slot exists, all that is chosen by now is dropped. */
  static AcceptorRules dropsWhatNoSnapshotCovers(Seat seat) {
    return new AcceptorRules() {
      @Override
      public Decision decide(AcceptorState state, List<Request> requests, Terms terms) {
        return state.decide(
            requests.stream().map(request -> further(state, request)).toList(), terms);
      }

      private Request further(AcceptorState state, Request request) {
        return request instanceof Request.FromWithin within
                && within.notice() instanceof Release release
            ? new Request.FromWithin(
                new Release(
                    Math.max(release.snapshot(), state.chosenThrough()),
                    release.logTime(),
                    Math.max(release.needed(), state.chosenThrough()),
                    release.tailBytes(),
                    release.configuration(),
                    release.own()))
            : request;
      }
    };
  }

  /** With the log in front of a snapshot goes what was voted for behind it. */
  static AcceptorRules dropsTheSuffix(Seat seat) {
    return new Cutting() {
      @Override
      AcceptorState cut(AcceptorState after) {
        return new AcceptorState(
            after.identity(),
            after.epoch(),
            after.counter(),
            after.promised(),
            after.log(),
            TreePMap.empty(),
            after.retained());
      }
    };
  }

  /** With the log in front of a snapshot goes the promise; a new life does not find it either. */
  static AcceptorRules lowersThePromise(Seat seat) {
    return new Cutting() {
      @Override
      AcceptorState cut(AcceptorState after) {
        return new AcceptorState(
            after.identity(),
            after.epoch(),
            after.counter(),
            Ballot.NONE,
            after.log(),
            after.votes(),
            after.retained());
      }
    };
  }

  /** Does more than it should whenever its log is cut, and reads what it wrote without a check. */
  private abstract static class Cutting implements AcceptorRules {
    abstract AcceptorState cut(AcceptorState after);

    @Override
    public AcceptorState after(AcceptorState state, AcceptorEvent event) {
      AcceptorState after = state.after(event);
      return ((Recorded) event).cut().slot() > state.truncatedTo() ? cut(after) : after;
    }
  }

  /** Tells of each snapshot as if it had been taken a slot later. */
  static Learning overstatesItsSnapshot(Seat seat) {
    return new Learning() {
      @Override
      Stream<Effect> say(Effect effect) {
        return Stream.of(
            effect instanceof Effect.Send send && send.message() instanceof Snapshotted told
                ? new Effect.Send(send.to(), later(told))
                : effect);
      }
    };
  }

  /** Tells that the replica has executed a slot more than the journal holds. */
  static Learning overstatesWhatItHasExecuted(Seat seat) {
    return new Learning() {
      @Override
      Stream<Effect> say(Effect effect) {
        return Stream.of(
            effect instanceof Effect.Post post && post.notice() instanceof Progress told
                ? new Effect.Post(new Progress(told.held(), told.chosen(), told.held() + 1))
                : effect);
      }
    };
  }

  private static Snapshotted later(Snapshotted told) {
    return new Snapshotted(told.through() + 1, told.logTime(), told.configuration(), told.disk());
  }

  /** A replica that begins with a snapshot knows no results from before. */
  static Casting forgetsTheSessions() {
    return new Casting() {
      @Override
      public <S> Behavior<Mail> replica(Replica.Setup setup, StateMachine<S> machine) {
        return Casting.super.replica(
            new Replica.Setup(
                setup.group(),
                setup.self(),
                setup.cluster(),
                setup.configuration(),
                setup.settings(),
                setup.seat(),
                setup.codec(),
                setup.kept(),
                () -> forgetful(setup.begin().get())),
            machine);
      }
    };
  }

  /** The sessions stay open, but all that was done in them is forgotten. */
  private static <S> ReplicaState<S> forgetful(ReplicaState<S> state) {
    TreePMap<SessionId, Sessions.Session> open = TreePMap.empty();
    for (var session : state.sessions().open().entrySet()) {
      Sessions.Session kept = session.getValue();
      open =
          open.plus(
              session.getKey(),
              new Sessions.Session(kept.opener(), kept.lastUsed(), 0, Numbered.empty()));
    }
    Sessions all = state.sessions();
    return new ReplicaState<>(
        state.appliedThrough(),
        state.logTime(),
        state.configuration(),
        state.state(),
        new Sessions(all.limits(), all.next(), open, all.openers(), all.own()));
  }
}
