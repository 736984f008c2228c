package dev.synod.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.synod.protocol.Payload;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
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
   * As {@link #write}, without a copy: for an object that is large and stays as it is for good, and
   * so does the array that its serializer makes of it.
   */
  public Payload writeLarge(Object object) {
    Serializer serializer = serialization.findSerializerFor(object);
    return new Payload(
        serializer.identifier(),
        Serializers.manifestFor(serializer, object),
        UnsafeByteOperations.unsafeWrap(serializer.toBinary(object)));
  }

  /**
   * The object in these bytes.
   *
   * @throws IllegalArgumentException if it is not of this type
   */
  public <T> T read(Payload payload, Class<T> type) {
    return checked(
        payload,
        serialization
            .deserialize(payload.bytes().toByteArray(), payload.serializerId(), payload.manifest())
            .get(),
        type);
  }

  /** As {@link #read}, without a copy where {@link #writeLarge} has made none. */
  public Object readLarge(Payload payload) {
    return serialization
        .deserialize(WholeArray.of(payload.bytes()), payload.serializerId(), payload.manifest())
        .get();
  }

  /**
   * As {@link #read}, by a serializer that copies what it takes out of a buffer: so nothing of the
   * object lies in the payload's own bytes, which can go.
   *
   * @throws IllegalArgumentException if it is not of this type
   */
  public <T> T readApart(Payload payload, Class<T> type) {
    try {
      return checked(
          payload,
          serialization.deserializeByteBuffer(
              ByteBuffer.wrap(WholeArray.of(payload.bytes())),
              payload.serializerId(),
              payload.manifest()),
          type);
    } catch (NotSerializableException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }

  private static <T> T checked(Payload payload, Object object, Class<T> type) {
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
