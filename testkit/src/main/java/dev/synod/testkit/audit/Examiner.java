package dev.synod.testkit.audit;

import com.google.protobuf.ByteString;
import dev.synod.api.Applied;
import dev.synod.api.ApplyContext;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.api.StateMachine.CommandHandler;
import dev.synod.api.StateMachine.QueryHandler;
import dev.synod.shell.Payloads;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Tries a machine's handlers and serializers with one command or query. */
final class Examiner<S> {
  private static final String ADVICE =
      "handlers may use neither clock nor chance, I/O, identity hash codes or a field of their own,"
          + " only their arguments";

  private final StateMachine<S> machine;
  private final Set<Audit> audits;
  private final RoundTrip trip;
  private final Consumer<String> finding;
  private Optional<Sample<S>> last = Optional.empty();

  /** A command that was tried before, for another try once time has passed. */
  private record Sample<S>(ApplyContext context, S state, Command<?> command, Attempt<S> attempt) {}

  Examiner(
      StateMachine<S> machine, Set<Audit> audits, Payloads payloads, Consumer<String> finding) {
    this.machine = machine;
    this.audits = audits;
    this.trip = new RoundTrip(payloads);
    this.finding = finding;
  }

  Applied<S, Object> apply(
      CommandHandler<S> handler, ApplyContext context, S state, Command<?> command) {
    Optional<ByteString> before = bytes(state);
    Attempt<S> attempt = Attempt.at(() -> handler.apply(context, state, command));
    if (audits.contains(Audit.HANDLERS)) {
      requireUntouched(before, state, command);
      last.ifPresent(sample -> requireSame(handler, sample, "some time later"));
      Sample<S> sample = new Sample<>(context, state, command, attempt);
      requireSame(handler, sample, "at once");
      last = Optional.of(sample);
    }
    attempt
        .applied()
        .ifPresent(
            applied -> {
              requireSerializer("the reply to " + name(command) + ",", applied.reply());
              requireSnapshot(applied.state());
            });
    return attempt.end();
  }

  Object answer(QueryHandler<S> handler, S state, Query<Object> query) {
    Optional<ByteString> before = bytes(state);
    Object answer = handler.answer(state, query);
    if (audits.contains(Audit.HANDLERS)) {
      requireUntouched(before, state, query);
      Object again = handler.answer(state, query);
      if (!same(answer, again)) {
        finding.accept(
            "query %s of the same state is answered by %s and then by %s: %s"
                .formatted(name(query), Shown.of(answer), Shown.of(again), ADVICE));
      }
    }
    requireSerializer("the answer to " + name(query) + ",", answer);
    return answer;
  }

  private void requireUntouched(Optional<ByteString> before, S state, Object asked) {
    if (!before.equals(bytes(state))) {
      finding.accept(
          "the handler of %s changes the state that it is given: it must return a changed copy, or"
                  .formatted(name(asked))
              + " keep the state in persistent collections");
    }
  }

  private void requireSame(CommandHandler<S> handler, Sample<S> sample, String when) {
    Attempt<S> first = sample.attempt();
    Attempt<S> again =
        Attempt.at(() -> handler.apply(sample.context(), sample.state(), sample.command()));
    if (!outcome(first).equals(outcome(again))) {
      differs(sample, when, outcome(first), outcome(again));
    } else if (first.applied().isPresent()) {
      Applied<S, Object> one = first.applied().orElseThrow();
      Applied<S, Object> other = again.applied().orElseThrow();
      if (!same(one.reply(), other.reply())) {
        differs(sample, when, "reply " + Shown.of(one.reply()), "reply " + Shown.of(other.reply()));
      } else if (!bytes(one.state()).equals(bytes(other.state()))) {
        differs(sample, when, "state " + Shown.of(one.state()), "state " + Shown.of(other.state()));
      }
    }
  }

  private static String outcome(Attempt<?> attempt) {
    return attempt
        .thrown()
        .map(thrown -> "a throw of " + thrown.getClass().getName())
        .orElse("a reply");
  }

  private void differs(Sample<S> sample, String when, String first, String again) {
    finding.accept(
        "%s applied to the same state twice, the second time %s, gives %s and then %s: %s"
            .formatted(name(sample.command()), when, first, again, ADVICE));
  }

  /** Where neither equals nor bytes can tell, nothing is said. */
  private boolean same(Object one, Object other) {
    return Objects.equals(one, other) || trip.bytes(one).equals(trip.bytes(other));
  }

  private void requireSerializer(String what, Object object) {
    if (audits.contains(Audit.SERIALIZERS) && object != null) {
      trip.complaint(object)
          .ifPresent(wrong -> finding.accept(what + " " + name(object) + " " + wrong));
    }
  }

  private void requireSnapshot(S state) {
    if (audits.contains(Audit.SNAPSHOTS)) {
      snapshotComplaint(state)
          .ifPresent(wrong -> finding.accept("what snapshotOf makes of the state, " + wrong));
    }
  }

  private Optional<String> snapshotComplaint(S state) {
    try {
      Object snapshot = machine.snapshotOf(state);
      return trip.complaint(snapshot)
          .or(() -> stateComplaint(snapshot))
          .map(wrong -> "a " + name(snapshot) + ", " + wrong);
    } catch (Exception thrown) {
      return Optional.of("is nothing: it throws " + thrown);
    }
  }

  private Optional<String> stateComplaint(Object snapshot) {
    try {
      Object again = machine.snapshotOf(machine.stateOf(trip.copy(snapshot)));
      return trip.bytes(again).equals(trip.bytes(snapshot))
          ? Optional.empty()
          : Optional.of(
              "is read back, and stateOf makes a state of it that has another snapshot, "
                  + Shown.of(again)
                  + ": stateOf must be the inverse of snapshotOf");
    } catch (Exception thrown) {
      return Optional.of(
          "is read back, and stateOf makes no state of it: it throws "
              + thrown
              + "; stateOf must be the inverse of snapshotOf");
    }
  }

  private Optional<ByteString> bytes(S state) {
    try {
      return trip.bytes(machine.snapshotOf(state));
    } catch (Exception thrown) {
      return Optional.empty();
    }
  }

  private static String name(Object object) {
    return object.getClass().getName();
  }
}
