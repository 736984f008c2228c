package dev.synod.replica;

import dev.synod.api.Command;
import dev.synod.api.Outcome;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import java.util.OptionalLong;

/**
 * Commands on their way into the log and out of it.
 *
 * <p>Every command is read back before it may enter the log: one that can be written but not read
 * would halt every replica that meets it, for good. That one of its class could be read before says
 * little, for a command may hold anything; reading costs what each replica pays for it anyway.
 */
final class Commands {
  private final Payloads payloads;

  Commands(Payloads payloads) {
    this.payloads = payloads;
  }

  /** What it throws is the command's fault, and nobody else's. */
  Payload write(Command<?> command) {
    Payload payload = payloads.write(command);
    read(payload);
    return payload;
  }

  /** The outcome of a command that {@link #write} threw at. */
  static Outcome<Object> refused(Command<?> command, Throwable thrown) {
    return new Outcome.Rejected<>(
        Outcome.Reason.FAILED,
        "Pekko Serialization can't write "
            + command.getClass().getName()
            + " and read it back: "
            + thrown,
        OptionalLong.empty());
  }

  /** What it throws in the log's path halts the replica: others may be able to read it. */
  Command<?> read(Payload payload) {
    return payloads.read(payload, Command.class);
  }
}
