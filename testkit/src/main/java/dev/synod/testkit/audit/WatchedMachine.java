package dev.synod.testkit.audit;

import dev.synod.api.Applied;
import dev.synod.api.ApplyContext;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.shell.Payloads;

/**
 * A member's state machine, which does as the user's and judges it on the way. What it finds is
 * told and never thrown: the engine takes a throw for the machine's own refusal of the command.
 *
 * @param <S> the state
 */
public final class WatchedMachine<S> extends StateMachine<S> {
  private final StateMachine<S> machine;
  private final Inspection<S> inspection;
  private final MachineWatcher<S> watcher;
  private final Examiner<S> examiner;
  private final Sampler sampler;
  private long slot;

  /**
   * Judges a machine.
   *
   * @param seed of the sample; the dice of the run are left alone, so that inspection changes none
   * @param watcher is told what it does, and what is wrong
   */
  public WatchedMachine(
      StateMachine<S> machine,
      Inspection<S> inspection,
      Payloads payloads,
      long seed,
      MachineWatcher<S> watcher) {
    this.machine = machine;
    this.inspection = inspection;
    this.watcher = watcher;
    this.sampler = new Sampler(seed);
    this.examiner = new Examiner<>(machine, inspection.audits(), payloads, this::found);
  }

  private void found(String what) {
    watcher.found("slot " + slot + ": " + what);
  }

  @Override
  public S emptyState() {
    S empty = machine.emptyState();
    slot = 0;
    judge(empty, "the empty state");
    return empty;
  }

  @Override
  public CommandHandler<S> commandHandler() {
    CommandHandler<S> handler = machine.commandHandler();
    CommandHandlerBuilder<S> watched = newCommandHandlerBuilder();
    handler.types().forEach(type -> watch(watched, type, handler));
    return watched.build();
  }

  @SuppressWarnings("unchecked")
  private void watch(CommandHandlerBuilder<S> watched, Class<?> type, CommandHandler<S> handler) {
    var unused =
        watched.onCommand(
            (Class<Command<Object>>) type,
            (context, state, command) -> apply(handler, context, state, command));
  }

  private Applied<S, Object> apply(
      CommandHandler<S> handler, ApplyContext context, S state, Command<?> command) {
    slot = context.slot();
    watcher.applies(slot, state, command);
    Applied<S, Object> applied =
        sampled(command)
            ? examiner.apply(handler, context, state, command)
            : handler.apply(context, state, command);
    judge(applied.state(), command);
    return applied;
  }

  @Override
  public QueryHandler<S> queryHandler() {
    QueryHandler<S> handler = machine.queryHandler();
    QueryHandlerBuilder<S> watched = newQueryHandlerBuilder();
    handler.types().forEach(type -> watch(watched, type, handler));
    return watched.build();
  }

  @SuppressWarnings("unchecked")
  private void watch(QueryHandlerBuilder<S> watched, Class<?> type, QueryHandler<S> handler) {
    var unused =
        watched.onQuery(
            (Class<Query<Object>>) type,
            (state, query) ->
                sampled(query)
                    ? examiner.answer(handler, state, query)
                    : handler.answer(state, query));
  }

  @Override
  public Object snapshotOf(S state) {
    return machine.snapshotOf(state);
  }

  @Override
  public S stateOf(Object snapshot) {
    return machine.stateOf(snapshot);
  }

  private boolean sampled(Object asked) {
    return !inspection.audits().isEmpty() && sampler.takes(asked);
  }

  private void judge(S state, Object after) {
    for (Invariant<S> invariant : inspection.invariants()) {
      String verdict = verdict(invariant, state);
      if (!verdict.isEmpty()) {
        found(
            "after %s: '%s' %s; the state is %s"
                .formatted(Shown.of(after), invariant.text(), verdict, Shown.of(state)));
      }
    }
  }

  private String verdict(Invariant<S> invariant, S state) {
    try {
      return invariant.holds().test(state) ? "" : "does not hold";
    } catch (RuntimeException | AssertionError thrown) {
      return "can't be judged, it throws " + thrown;
    }
  }
}
