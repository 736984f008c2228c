package dev.synod.wire;

import com.google.protobuf.CodedInputStream;
import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.LogCommand.KeepSession;
import dev.synod.protocol.LogCommand.OpenSession;
import dev.synod.protocol.LogCommand.User;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import dev.synod.wire.proto.Wire;
import java.io.IOException;
import java.util.List;

/**
 * Commands on their way and in the log. A chosen batch that can't be read is a breach of P1: a
 * replica that skipped it would go its own way.
 */
public final class CommandCodec implements BatchCodec {
  private static final Writer WRITER = new Writer();

  @Override
  public Value.Commands encode(Batch batch, long logTime) {
    Wire.Batch wire =
        Wire.Batch.newBuilder()
            .setVersion(WordCodec.FORMAT)
            .addAllCommands(write(batch.commands()))
            .build();
    return new Value.Commands(logTime, wire.toByteString());
  }

  @Override
  public Batch decode(Value.Commands value) {
    try {
      return read(value);
    } catch (IOException | IllegalArgumentException unreadable) {
      Invariant.require(false, "P1", "%s can't be read: %s", value, unreadable);
      throw new IllegalStateException(unreadable); // never reached
    }
  }

  static Batch read(Value.Commands value) throws IOException {
    CodedInputStream input = value.body().newCodedInput();
    // A value's body never changes, so the commands may point into it.
    input.enableAliasing(true);
    Wire.Batch batch = Wire.Batch.parseFrom(input);
    WordCodec.requireReadable(batch.getVersion());
    return new Batch(batch.getCommandsList().stream().map(CommandCodec::read).toList());
  }

  static List<Wire.Command> write(List<LogCommand> commands) {
    return commands.stream().map(command -> command.fold(WRITER)).toList();
  }

  /** Commands that are not chosen yet: what can't be read is dropped, and the rest kept. */
  static List<LogCommand> readable(List<Wire.Command> commands) {
    return WordCodec.readable(commands, CommandCodec::read);
  }

  private static LogCommand read(Wire.Command command) {
    return switch (command.getKindCase()) {
      case USER -> read(command.getUser());
      case OPEN_SESSION ->
          new OpenSession(
              new MemberId(command.getOpenSession().getOpener()),
              command.getOpenSession().getNonce(),
              command.getOpenSession().getOwn());
      case KEEP_SESSION -> new KeepSession(session(command.getKeepSession().getSession()));
      case KIND_NOT_SET ->
          throw new IllegalArgumentException("a command of a kind that this release does not know");
    };
  }

  private static User read(Wire.User user) {
    return new User(
        session(user.getSession()),
        user.getSequence(),
        user.getAcknowledged(),
        WordCodec.read(user.getPayload()));
  }

  private static SessionId session(long value) {
    return new SessionId(value);
  }

  /** One method per kind of command, so that a new kind does not compile without its form. */
  private static final class Writer implements LogCommand.Cases<Wire.Command> {
    @Override
    public Wire.Command onUser(User user) {
      return Wire.Command.newBuilder()
          .setUser(
              Wire.User.newBuilder()
                  .setSession(user.session().value())
                  .setSequence(user.sequence())
                  .setAcknowledged(user.acknowledged())
                  .setPayload(WordCodec.write(user.payload())))
          .build();
    }

    @Override
    public Wire.Command onOpenSession(OpenSession open) {
      return Wire.Command.newBuilder()
          .setOpenSession(
              Wire.OpenSession.newBuilder()
                  .setOpener(open.opener().value())
                  .setNonce(open.nonce())
                  .setOwn(open.own()))
          .build();
    }

    @Override
    public Wire.Command onKeepSession(KeepSession keep) {
      return Wire.Command.newBuilder()
          .setKeepSession(Wire.KeepSession.newBuilder().setSession(keep.session().value()))
          .build();
    }
  }
}
