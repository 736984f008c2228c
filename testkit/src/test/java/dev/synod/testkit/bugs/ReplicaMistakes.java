package dev.synod.testkit.bugs;

import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import dev.synod.testkit.scenarios.SessionScenarios;
import dev.synod.wire.CommandCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What replicas do wrong. */
final class ReplicaMistakes {
  private ReplicaMistakes() {}

  private static final SessionId NOBODYS = new SessionId(Long.MAX_VALUE);

  private record Numbered(SessionId session, long sequence) {}

  /** A command that was chosen twice is another command the second time. */
  static BatchCodec forgetsWhatWasDone() {
    CommandCodec sound = new CommandCodec();
    Map<Numbered, Value> first = new HashMap<>();
    return new BatchCodec() {
      @Override
      public Value encode(Batch batch, long logTime) {
        return sound.encode(batch, logTime);
      }

      @Override
      public Batch decode(Value value) {
        List<LogCommand> commands =
            sound.decode(value).commands().stream()
                .map(command -> renumber(value, command))
                .toList();
        return new Batch(commands);
      }

      private LogCommand renumber(Value value, LogCommand command) {
        return command instanceof LogCommand.User user
                && !first
                    .computeIfAbsent(new Numbered(user.session(), user.sequence()), k -> value)
                    .equals(value)
            ? new LogCommand.User(
                user.session(), user.sequence() + 1_000, user.acknowledged(), user.payload())
            : command;
      }
    };
  }

  /** A session that this member has not heard of for long, by its own clock, is none any more. */
  static BatchCodec expiresByItsOwnClock(LongSupplier clock) {
    CommandCodec sound = new CommandCodec();
    Map<SessionId, Long> heard = new HashMap<>();
    return new BatchCodec() {
      @Override
      public Value encode(Batch batch, long logTime) {
        return sound.encode(batch, logTime);
      }

      @Override
      public Batch decode(Value value) {
        return new Batch(sound.decode(value).commands().stream().map(this::expire).toList());
      }

      private LogCommand expire(LogCommand command) {
        if (!(command instanceof LogCommand.User user)) {
          return command;
        }
        long now = clock.getAsLong();
        if (now - heard.getOrDefault(user.session(), now) > SessionScenarios.TTL.toMillis()) {
          return new LogCommand.User(NOBODYS, user.sequence(), user.acknowledged(), user.payload());
        }
        heard.put(user.session(), now);
        return command;
      }
    };
  }
}
