package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.protocol.Payload;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** A machine that keeps every line it is given, in order, and throws when a line asks for it. */
final class Journal extends StateMachine<PVector<String>> {

  /** Adds a line; the reply is how many there are then. */
  record Line(String text) implements Command<Integer> {
    Payload payload() {
      return new Payload(LineSerializer.ID, "line", ByteString.copyFromUtf8(text));
    }

    static Command<?> read(Payload payload) {
      return new Line(payload.bytes().toStringUtf8());
    }
  }

  /** How many lines there are. */
  record Length() implements Query<Integer> {}

  /** A question that the machine can't bear. */
  record Impertinence() implements Query<Integer> {}

  @Override
  public PVector<String> emptyState() {
    return TreePVector.empty();
  }

  @Override
  public CommandHandler<PVector<String>> commandHandler() {
    return this.newCommandHandlerBuilder()
        .<Integer, Line>onCommand(
            Line.class,
            (context, lines, line) -> {
              if (line.text().startsWith("throw")) {
                throw new IllegalStateException("no " + line.text() + " here");
              }
              if (line.text().equals("error")) {
                throw new AssertionError("out of something");
              }
              return Applied.of(lines.plus(line.text()), lines.size() + 1);
            })
        .build();
  }

  @Override
  public QueryHandler<PVector<String>> queryHandler() {
    return this.newQueryHandlerBuilder()
        .<Integer, Length>onQuery(Length.class, (lines, query) -> lines.size())
        .<Integer, Impertinence>onQuery(
            Impertinence.class,
            (lines, query) -> {
              throw new IllegalArgumentException("how dare you");
            })
        .build();
  }

  @Override
  public Object snapshotOf(PVector<String> lines) {
    if (lines.contains("no snapshot")) {
      throw new IllegalStateException("no snapshot of this");
    }
    return String.join("\n", lines);
  }

  @Override
  public PVector<String> stateOf(Object snapshot) {
    return TreePVector.from(((String) snapshot).lines().toList());
  }
}
