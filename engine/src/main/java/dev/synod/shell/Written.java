package dev.synod.shell;

import dev.synod.api.Command;
import dev.synod.protocol.Payload;

/**
 * A command that came in bytes, from a client's node, and that this node was able to read: the
 * bytes enter the log as they are, and the same again if the client asks another member.
 */
public record Written(Payload payload) implements Command<Object> {}
