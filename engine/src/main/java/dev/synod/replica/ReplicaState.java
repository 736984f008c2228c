package dev.synod.replica;

import dev.synod.api.Applied;
import dev.synod.api.ApplyContext;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The replicated state after a prefix of the log: a function of that prefix alone, so that replicas
 * which have applied the same slots are equal.
 *
 * @param appliedThrough every slot through this one is applied, none above (rules L5, P2)
 * @param logTime the highest log time of the applied values, in milliseconds; never goes back
 * @param configuration of the epoch of the next slot
 * @param state the user's
 * @param <S> the type of the user's state
 */
public record ReplicaState<S>(
    long appliedThrough, long logTime, Configuration configuration, S state, Sessions sessions) {
  private static final int DETAIL_CHARS = 500;

  /** The state that follows and what happened to each command, in the order of the batch. */
  public record Progress<S>(ReplicaState<S> state, List<Happened> happened) {
    /** Copies the list. */
    public Progress {
      happened = List.copyOf(happened);
    }
  }

  /** One that was made by the very machine that goes on with it. */
  @SuppressWarnings("unchecked")
  static <S> ReplicaState<S> ofSameMachine(ReplicaState<?> state) {
    return (ReplicaState<S>) state;
  }

  /** Before the first slot. */
  public static <S> ReplicaState<S> empty(S emptyState, Configuration founding) {
    return new ReplicaState<>(
        0, 0, founding, emptyState, Sessions.none(Sessions.Limits.of(founding.sessions())));
  }

  /**
   * What the learner hears of it once a snapshot of it is safe.
   *
   * @param bytes that the user's part takes; 0 if that is not known
   */
  public SnapshotSaved asSaved(long bytes) {
    return new SnapshotSaved(appliedThrough, logTime, configuration, bytes);
  }

  /** Applies the value chosen in the next slot; any other slot is a breach. */
  public Progress<S> apply(long slot, Value value, Interpreter<S> interpreter) {
    Invariant.require(
        slot == appliedThrough + 1,
        "P2",
        "slot %d is to be applied, but the log is applied through %d",
        slot,
        appliedThrough);
    if (value instanceof Value.Commands commands) {
      return apply(slot, commands, interpreter);
    }
    Configuration next = value instanceof Value.StopSign sign ? sign.next() : configuration;
    long time = Math.max(logTime, value.logTime());
    return new Progress<>(new ReplicaState<>(slot, time, next, state, sessions), List.of());
  }

  private Progress<S> apply(long slot, Value.Commands value, Interpreter<S> interpreter) {
    ApplyContext context = new ApplyContext(slot, Math.max(logTime, value.logTime()));
    Run<S> run = new Run<>(context, interpreter, state, sessions);
    List<Happened> happened = new ArrayList<>();
    for (LogCommand command : interpreter.codec().decode(value).commands()) {
      command.fold(run).ifPresent(happened::add);
    }
    return new Progress<>(
        new ReplicaState<>(slot, context.logTimeMillis(), configuration, run.state, run.sessions),
        happened);
  }

  /** One batch while it is applied, command after command; each says what it brought about. */
  private static final class Run<S> implements LogCommand.Cases<Optional<Happened>> {
    private final ApplyContext context;
    private final Interpreter<S> interpreter;
    private S state;
    private Sessions sessions;

    Run(ApplyContext context, Interpreter<S> interpreter, S state, Sessions sessions) {
      this.context = context;
      this.interpreter = interpreter;
      this.state = state;
      this.sessions = sessions;
    }

    @Override
    public Optional<Happened> onUser(LogCommand.User command) {
      long logTime = context.logTimeMillis();
      Optional<Fate> known = sessions.fate(command, logTime);
      Fate fate;
      if (known.isPresent()) {
        fate = known.get();
        sessions = sessions.use(command.session(), logTime);
      } else {
        Done done = execute(command);
        fate = done;
        sessions = sessions.record(command, done, logTime);
      }
      return Optional.of(new Happened.Answered(command, fate));
    }

    @Override
    public Optional<Happened> onOpenSession(LogCommand.OpenSession command) {
      Sessions.Opening opening =
          sessions.open(
              new Sessions.Opener(command.opener(), command.nonce(), command.own()),
              context.logTimeMillis());
      sessions = opening.sessions();
      return Optional.of(
          new Happened.Opened(
              command.opener(), command.nonce(), opening.session(), context.slot()));
    }

    @Override
    public Optional<Happened> onKeepSession(LogCommand.KeepSession command) {
      boolean alive = sessions.alive(command.session(), context.logTimeMillis());
      sessions = sessions.use(command.session(), context.logTimeMillis());
      return alive ? Optional.empty() : Optional.of(new Happened.Lapsed(command.session()));
    }

    /** Errors, unlike exceptions, are not the same on every replica: they halt this one. */
    private Done execute(LogCommand.User command) {
      var read = interpreter.reader().apply(command.payload());
      try {
        Applied<S, Object> applied = interpreter.handler().apply(context, state, read);
        S following = Objects.requireNonNull(applied.state(), "the handler returned no state");
        state = following;
        return new Done.Reply(applied.reply(), context.slot());
      } catch (Exception thrown) {
        return new Done.Failed(detail(thrown), context.slot());
      }
    }

    private static String detail(Exception thrown) {
      String text = thrown.getClass().getName() + ": " + thrown.getMessage();
      return text.substring(0, Math.min(text.length(), DETAIL_CHARS));
    }
  }
}
