package dev.synod.testkit.sim;

import dev.synod.api.Applied;
import dev.synod.api.ApplyContext;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.testkit.Call;
import dev.synod.testkit.history.Model;
import dev.synod.testkit.sim.SimClient.Answer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A state machine as the model of what one copy of it, without any cluster, would answer. It fits
 * machines whose replies depend on nothing but the state: not on slot or log time.
 *
 * @param <S> the machine's state
 */
public final class MachineModel<S> implements Model<S, Call, Answer> {
  private static final ApplyContext NOWHERE = new ApplyContext(1, 0);

  private final StateMachine<S> machine;
  private final StateMachine.CommandHandler<S> commands;
  private final StateMachine.QueryHandler<S> queries;
  private final Function<Call, Object> partition;

  /**
   * The model that this machine is.
   *
   * @param partition calls with unequal partitions must not depend on each other
   */
  public MachineModel(StateMachine<S> machine, Function<Call, Object> partition) {
    this.machine = machine;
    this.commands = machine.commandHandler();
    this.queries = machine.queryHandler();
    this.partition = partition;
  }

  @Override
  public S initial() {
    return machine.emptyState();
  }

  @Override
  public Optional<S> apply(S state, Call call, Answer answer) {
    if (call instanceof Call.Submit submit) {
      Optional<Applied<S, Object>> applied = run(state, submit.command());
      boolean fits =
          applied
              .map(done -> isReply(done.reply(), answer))
              .orElseGet(() -> answer instanceof Answer.Threw);
      return fits ? Optional.of(applied.map(Applied::state).orElse(state)) : Optional.empty();
    }
    return answers(state, ((Call.Read) call).query(), answer)
        ? Optional.of(state)
        : Optional.empty();
  }

  /** Arrays by their elements, too. */
  private static boolean isReply(Object expected, Answer answer) {
    return answer instanceof Answer.Reply reply && Objects.deepEquals(expected, reply.value());
  }

  @Override
  public S applyUnknown(S state, Call call) {
    return call instanceof Call.Submit submit
        ? run(state, submit.command()).map(Applied::state).orElse(state)
        : state;
  }

  @Override
  public boolean readOnly(Call call, Optional<Answer> answer) {
    return call instanceof Call.Read;
  }

  @Override
  public Object partition(Call call) {
    return partition.apply(call);
  }

  /** A handler that throws in this state has not answered in it. */
  @SuppressWarnings("unchecked")
  private boolean answers(S state, Query<?> query, Answer answer) {
    try {
      return isReply(queries.answer(state, (Query<Object>) query), answer);
    } catch (RuntimeException thrown) {
      return false;
    }
  }

  private Optional<Applied<S, Object>> run(S state, Command<?> command) {
    try {
      return Optional.of(commands.apply(NOWHERE, state, command));
    } catch (RuntimeException thrown) {
      return Optional.empty();
    }
  }
}
