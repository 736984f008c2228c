package dev.synod;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Payload;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Numbers as commands, and batches of them as readable text, for tests of rules. */
public final class WorldValues {
  /** A batch is the list of its sequences. */
  public static final BatchCodec CODEC =
      new BatchCodec() {
        @Override
        public Value.Commands encode(Batch batch, long logTime) {
          String text =
              batch.commands().stream()
                  .map(command -> Long.toString(((LogCommand.User) command).sequence()))
                  .collect(Collectors.joining(","));
          return new Value.Commands(logTime, ByteString.copyFromUtf8(text));
        }

        @Override
        public Batch decode(Value.Commands value) {
          return new Batch(asCommands(commands(List.of(value))));
        }
      };

  private WorldValues() {}

  /** The command with this number. */
  public static LogCommand command(long number) {
    Payload payload = new Payload(1, "", ByteString.copyFromUtf8("c" + number));
    return new LogCommand.User(new SessionId(1), number, 0, payload);
  }

  static List<LogCommand> asCommands(List<Long> numbers) {
    return numbers.stream().map(WorldValues::command).toList();
  }

  /** The numbers of the commands in these values. */
  public static List<Long> commands(List<Value> values) {
    return values.stream()
        .filter(Value.Commands.class::isInstance)
        .map(Value.Commands.class::cast)
        .flatMap(value -> Stream.of(value.body().toStringUtf8().split(",", -1)))
        .map(Long::parseLong)
        .toList();
  }
}
