package dev.synod.persistence.plugin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** A user's object as bytes: serializer id, manifest, and what that serializer made of it. */
final class Form {
  private final Serialization serialization;

  Form(ExtendedActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  /** An object's form. */
  static final class Serialized {
    private final int serializer;
    private final byte[] manifest;
    private final byte[] bytes;

    Serialized(int serializer, byte[] manifest, byte[] bytes) {
      this.serializer = serializer;
      this.manifest = manifest;
      this.bytes = bytes;
    }

    /** What {@link #read} reads, without a copy of the object's bytes. */
    List<ByteBuffer> parts() {
      ByteBuffer head =
          ByteBuffer.allocate(2 * Integer.BYTES + Short.BYTES + manifest.length)
              .putInt(serializer)
              .putShort((short) manifest.length)
              .put(manifest)
              .putInt(bytes.length);
      return List.of(head.flip(), ByteBuffer.wrap(bytes));
    }

    StoredObject stored(long time) {
      return new StoredObject(
          time,
          serializer,
          new String(manifest, StandardCharsets.UTF_8),
          ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    static Serialized read(ByteBuffer from) {
      int serializer = from.getInt();
      byte[] manifest = new byte[from.getShort() & 0xffff];
      from.get(manifest);
      byte[] bytes = new byte[from.getInt()];
      from.get(bytes);
      return new Serialized(serializer, manifest, bytes);
    }
  }

  /** Throws whatever the object's serializer throws. */
  Serialized serialize(Object object) {
    Serializer serializer = serialization.findSerializerFor(object);
    byte[] manifest = Serializers.manifestFor(serializer, object).getBytes(StandardCharsets.UTF_8);
    if (manifest.length > 0xffff) {
      throw new IllegalArgumentException(
          "the manifest of %s has %d bytes; 65535 are allowed"
              .formatted(object.getClass().getName(), manifest.length));
    }
    return new Serialized(serializer.identifier(), manifest, serialization.serialize(object).get());
  }

  /** Throws if the serializer is missing or can't read what it once wrote. */
  Object deserialize(Serialized form) {
    String manifest = new String(form.manifest, StandardCharsets.UTF_8);
    return serialization.deserialize(form.bytes, form.serializer, manifest).get();
  }
}
