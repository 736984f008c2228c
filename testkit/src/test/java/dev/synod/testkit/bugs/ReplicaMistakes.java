package dev.synod.testkit.bugs;

import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import dev.synod.wire.CommandCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What replicas do wrong. */
final class ReplicaMistakes {
  private ReplicaMistakes() {}

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
}
