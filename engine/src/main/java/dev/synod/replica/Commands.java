package dev.synod.replica;

import dev.synod.api.Command;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Commands on their way into the log and out of it.
 *
 * <p>The first command of each class is read back before it may enter the log: one that can be
 * written but not read would halt every replica that meets it.
 */
final class Commands {
  private final Payloads payloads;
  private final Set<Class<?>> readable = new LinkedHashSet<>();

  Commands(Payloads payloads) {
    this.payloads = payloads;
  }

  /** What it throws is the command's fault, and nobody else's. */
  Payload write(Command<?> command) {
    Payload payload = payloads.write(command);
    if (!readable.contains(command.getClass())) {
      read(payload);
      readable.add(command.getClass());
    }
    return payload;
  }

  /** What it throws in the log's path halts the replica: others may be able to read it. */
  Command<?> read(Payload payload) {
    return payloads.read(payload, Command.class);
  }
}
