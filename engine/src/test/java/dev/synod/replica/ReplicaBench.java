package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.N1;

import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.StateMachine;
import dev.synod.bench.Words;
import dev.synod.protocol.Batch;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Value;
import dev.synod.wire.CommandCodec;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A batch of one session's commands; the machine and its serializer cost nothing. */
@State(Scope.Thread)
public class ReplicaBench {
  private static final Sessions.Limits LIMITS = new Sessions.Limits(16384, 3_600_000, 10_000);
  private static final Done DONE = new Done.Reply(1L, 3);

  @Param({"1", "256"})
  public int commands;

  private final CommandCodec codec = new CommandCodec();
  private final Interpreter<Long> interpreter =
      new Interpreter<>(codec, payload -> Count.INSTANCE, new Counter().commandHandler());
  private ReplicaState<Long> before = ReplicaState.empty(0L, CONFIGURATION);
  private Value batch = Value.NO_OP;
  private List<LogCommand.User> users = List.of();

  private enum Count implements Command<Long> {
    INSTANCE
  }

  private static final class Counter extends StateMachine<Long> {
    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Long> commandHandler() {
      return newCommandHandlerBuilder()
          .onCommand(Count.class, (context, sum, count) -> Applied.of(sum + 1, sum + 1))
          .build();
    }

    @Override
    public QueryHandler<Long> queryHandler() {
      return newQueryHandlerBuilder().build();
    }
  }

  /** A thousand sessions; the one that is used has as many results as commands are on their way. */
  @Setup
  public void begin() {
    Sessions sessions = Sessions.none(LIMITS);
    for (long nonce = 0; nonce < 1000; nonce++) {
      sessions = sessions.open(new Sessions.Opener(N1, nonce, false), 1).sessions();
    }
    ReplicaState<Long> opened = new ReplicaState<>(0, 1, CONFIGURATION, 0L, sessions);
    List<LogCommand> sent =
        LongStream.rangeClosed(1, Words.OUTSTANDING).<LogCommand>mapToObj(Words::command).toList();
    before = opened.apply(1, codec.encode(new Batch(sent), 1), interpreter).state();
    List<LogCommand> next = Words.commands(commands);
    batch = codec.encode(new Batch(next), 2);
    users = next.stream().map(LogCommand.User.class::cast).toList();
  }

  @Benchmark
  public ReplicaState.Progress<Long> apply() {
    return before.apply(2, batch, interpreter);
  }

  /** Only what is recorded of each, to know it from another command. */
  @Benchmark
  public int digest() {
    int all = 0;
    for (LogCommand.User command : users) {
      all ^= command.payload().digest();
    }
    return all;
  }

  @Benchmark
  public Sessions record() {
    Sessions sessions = before.sessions();
    for (LogCommand.User command : users) {
      sessions = sessions.record(command, DONE, 2);
    }
    return sessions;
  }
}
