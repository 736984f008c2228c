package dev.synod.shell;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Payload;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** Users' objects to bytes and back, by Pekko Serialization. */
public final class Payloads {
  private final Serialization serialization;

  /** By the bindings of this actor system. */
  public Payloads(ActorSystem<?> system) {
    this.serialization = SerializationExtension.get(system);
  }

  /** The object in bytes; what it throws is the object's fault. */
  public Payload write(Object object) {
    Serializer serializer = serialization.findSerializerFor(object);
    return new Payload(
        serializer.identifier(),
        Serializers.manifestFor(serializer, object),
        ByteString.copyFrom(serializer.toBinary(object)));
  }

  /**
   * The object in these bytes.
   *
   * @throws IllegalArgumentException if it is not of this type
   */
  public <T> T read(Payload payload, Class<T> type) {
    Object object =
        serialization
            .deserialize(payload.bytes().toByteArray(), payload.serializerId(), payload.manifest())
            .get();
    if (!type.isInstance(object)) {
      throw new IllegalArgumentException(
          "serializer %d made a %s of manifest '%s', which is no %s"
              .formatted(
                  payload.serializerId(),
                  object.getClass().getName(),
                  payload.manifest(),
                  type.getSimpleName()));
    }
    return type.cast(object);
  }
}
