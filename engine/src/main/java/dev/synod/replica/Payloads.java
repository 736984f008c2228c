package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.api.Command;
import dev.synod.protocol.Payload;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Users' objects to bytes and back, by Pekko Serialization.
 *
 * <p>The first command of each class is read back before it may enter the log: one that can be
 * written but not read would halt every replica that meets it.
 */
final class Payloads {
  private final Serialization serialization;
  private final Set<Class<?>> readable = new HashSet<>();

  Payloads(Serialization serialization) {
    this.serialization = serialization;
  }

  /** What it throws is the command's fault, and nobody else's. */
  Payload write(Command<?> command) {
    Payload payload = of(command);
    if (!readable.contains(command.getClass())) {
      read(payload);
      readable.add(command.getClass());
    }
    return payload;
  }

  /** Any object of the user's. */
  Payload of(Object object) {
    Serializer serializer = serialization.findSerializerFor(object);
    return new Payload(
        serializer.identifier(),
        Serializers.manifestFor(serializer, object),
        ByteString.copyFrom(serializer.toBinary(object)));
  }

  /** What it throws in the log's path halts the replica: others may be able to read it. */
  Command<?> read(Payload payload) {
    Object object =
        serialization
            .deserialize(payload.bytes().toByteArray(), payload.serializerId(), payload.manifest())
            .get();
    if (object instanceof Command<?> command) {
      return command;
    }
    throw new IllegalArgumentException(
        "serializer "
            + payload.serializerId()
            + " made a "
            + object.getClass().getName()
            + " of manifest '"
            + payload.manifest()
            + "', which is no Command");
  }
}
