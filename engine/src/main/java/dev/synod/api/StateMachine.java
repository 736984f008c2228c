package dev.synod.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a group replicates, written like an {@code EventSourcedBehavior}: an empty state and
 * handlers that return the next state and a reply.
 *
 * <p>Handlers must depend on their arguments alone: no clock, no randomness, no I/O, no iteration
 * over hash maps. The state is immutable. A handler that throws changes nothing; its command is
 * {@link Outcome.Rejected} on every replica alike.
 *
 * @param <S> the state
 */
public abstract class StateMachine<S> {

  /** The state before the first command. */
  public abstract S emptyState();

  /** What each command does; called once. */
  public abstract CommandHandler<S> commandHandler();

  /** How each query is answered; called once. */
  public abstract QueryHandler<S> queryHandler();

  /**
   * What stands for a state outside the heap: equal states give objects that Pekko Serialization
   * writes as equal bytes. Replicas compare a hash of it, and keep it on their disks in place of
   * the log that led to it.
   *
   * <p>Called between two commands, so it must be cheap: an immutable state is its own snapshot; of
   * a mutable one give a view that later commands leave as it is. Pekko Serialization writes what
   * is returned in the background, while further commands are applied. What it throws costs a
   * snapshot, and the log stays longer.
   */
  public Object snapshotOf(S state) {
    return state;
  }

  /**
   * The state that a snapshot stands for: the inverse of {@link #snapshotOf}, given what Pekko
   * Serialization has read back, also from a snapshot of an earlier release of yours. What it
   * throws ends the member: it can't begin without its state.
   */
  @SuppressWarnings("unchecked")
  public S stateOf(Object snapshot) {
    return (S) snapshot;
  }

  /** Starts the list of commands. */
  protected final CommandHandlerBuilder<S> newCommandHandlerBuilder() {
    return new CommandHandlerBuilder<>();
  }

  /** Starts the list of queries. */
  protected final QueryHandlerBuilder<S> newQueryHandlerBuilder() {
    return new QueryHandlerBuilder<>();
  }

  /**
   * What one kind of command does.
   *
   * @param <S> the state
   * @param <C> the command
   * @param <R> its reply
   */
  @FunctionalInterface
  public interface OnCommand<S, C extends Command<R>, R> {
    /** The state that follows and the reply. */
    Applied<S, R> apply(ApplyContext context, S state, C command);
  }

  /**
   * How one kind of query is answered.
   *
   * @param <S> the state
   * @param <Q> the query
   * @param <R> its answer
   */
  @FunctionalInterface
  public interface OnQuery<S, Q extends Query<R>, R> {
    /** The answer. */
    R answer(S state, Q query);
  }

  /**
   * What all commands do.
   *
   * @param <S> the state
   */
  public static final class CommandHandler<S> {
    private final Map<Class<?>, OnCommand<S, Command<Object>, Object>> handlers;

    private CommandHandler(Map<Class<?>, OnCommand<S, Command<Object>, Object>> handlers) {
      this.handlers = handlers;
    }

    /** The classes of all commands that it handles, in the order in which they were listed. */
    public Set<Class<?>> types() {
      return Collections.unmodifiableSet(handlers.keySet());
    }

    /**
     * Applies a command.
     *
     * @throws IllegalArgumentException if the machine has no handler for its class
     */
    @SuppressWarnings("unchecked")
    public Applied<S, Object> apply(ApplyContext context, S state, Command<?> command) {
      return Optional.ofNullable(handlers.get(command.getClass()))
          .orElseThrow(() -> missing("command", command, handlers))
          .apply(context, state, (Command<Object>) command);
    }
  }

  /**
   * How all queries are answered.
   *
   * @param <S> the state
   */
  public static final class QueryHandler<S> {
    private final Map<Class<?>, OnQuery<S, Query<Object>, Object>> handlers;

    private QueryHandler(Map<Class<?>, OnQuery<S, Query<Object>, Object>> handlers) {
      this.handlers = handlers;
    }

    /** The classes of all queries that it handles, in the order in which they were listed. */
    public Set<Class<?>> types() {
      return Collections.unmodifiableSet(handlers.keySet());
    }

    /**
     * Answers a query.
     *
     * @throws IllegalArgumentException if the machine has no handler for its class
     */
    @SuppressWarnings("unchecked")
    public <R> R answer(S state, Query<R> query) {
      return (R)
          Optional.ofNullable(handlers.get(query.getClass()))
              .orElseThrow(() -> missing("query", query, handlers))
              .answer(state, (Query<Object>) query);
    }
  }

  /**
   * Collects the handlers of commands.
   *
   * @param <S> the state
   */
  public static final class CommandHandlerBuilder<S> {
    private final Map<Class<?>, OnCommand<S, Command<Object>, Object>> handlers =
        new LinkedHashMap<>();

    private CommandHandlerBuilder() {}

    /** Commands of exactly this class are done like this. */
    @SuppressWarnings("unchecked")
    public <R, C extends Command<R>> CommandHandlerBuilder<S> onCommand(
        Class<C> type, OnCommand<S, C, R> handler) {
      handlers.put(
          type,
          (context, state, command) ->
              (Applied<S, Object>) handler.apply(context, state, (C) command));
      return this;
    }

    /** The list as it stands. */
    public CommandHandler<S> build() {
      return new CommandHandler<>(new LinkedHashMap<>(handlers));
    }
  }

  /**
   * Collects the handlers of queries.
   *
   * @param <S> the state
   */
  public static final class QueryHandlerBuilder<S> {
    private final Map<Class<?>, OnQuery<S, Query<Object>, Object>> handlers = new LinkedHashMap<>();

    private QueryHandlerBuilder() {}

    /** Queries of exactly this class are answered like this. */
    @SuppressWarnings("unchecked")
    public <R, Q extends Query<R>> QueryHandlerBuilder<S> onQuery(
        Class<Q> type, OnQuery<S, Q, R> handler) {
      handlers.put(type, (state, query) -> handler.answer(state, (Q) query));
      return this;
    }

    /** The list as it stands. */
    public QueryHandler<S> build() {
      return new QueryHandler<>(new LinkedHashMap<>(handlers));
    }
  }

  private static IllegalArgumentException missing(
      String kind, Object asked, Map<Class<?>, ?> handlers) {
    return new IllegalArgumentException(
        "no handler for "
            + kind
            + " "
            + asked.getClass().getName()
            + "; the state machine handles "
            + handlers.keySet().stream().map(Class::getSimpleName).toList());
  }
}
