package dev.synod.demo.storage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.persistence.plugin.StoredObject;
import dev.synod.wire.EventText;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;

/**
 * Makes text of stored objects: by the serializers of this JVM, or what can't be read by those as
 * hex. Its actor system is alone, in no cluster, and has no port.
 */
final class Decoder implements AutoCloseable {
  private static final int HEX_BYTES = 64;

  private final ActorSystem system;
  private final Serialization serialization;
  private final EventText engine = new EventText(this::user);

  Decoder(Config typed) {
    Config alone = ConfigFactory.parseString("pekko.actor.provider = local");
    this.system =
        ActorSystem.create(
            "storage",
            typed.withFallback(alone).withFallback(ConfigFactory.defaultApplication()).resolve());
    this.serialization = SerializationExtension.get(system);
  }

  /** The object in one line; what can't be read as hex of its first bytes, with their number. */
  String text(StoredObject stored) {
    byte[] bytes = new byte[stored.bytes().remaining()];
    stored.bytes().duplicate().get(bytes);
    return Plain.of(text(stored.serializer(), stored.manifest(), bytes));
  }

  private String user(int serializer, String manifest, byte[] bytes) {
    return text(serializer, manifest, bytes);
  }

  private String text(int serializer, String manifest, byte[] bytes) {
    Object object;
    try {
      object = serialization.deserialize(bytes, serializer, manifest).get();
    } catch (Exception | LinkageError unknown) { // Whatever a serializer thinks of such bytes.
      return hex(ByteBuffer.wrap(bytes));
    }
    return engine.of(object).orElseGet(object::toString);
  }

  static String hex(ByteBuffer bytes) {
    byte[] first = new byte[Math.min(bytes.remaining(), HEX_BYTES)];
    bytes.duplicate().get(first);
    return "hex %s%s (%d bytes)"
        .formatted(
            HexFormat.of().formatHex(first),
            bytes.remaining() > HEX_BYTES ? "..." : "",
            bytes.remaining());
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
