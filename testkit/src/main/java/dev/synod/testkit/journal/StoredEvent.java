package dev.synod.testkit.journal;

import com.google.protobuf.ByteString;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * An event in bytes: what its serializer forgets is forgotten here, too.
 *
 * @param envelope all that Pekko knows of the event but its payload
 */
public record StoredEvent(
    PersistentRepr envelope, ByteString bytes, int serializer, String manifest) {
  /** The event as its serializer writes it. */
  public static StoredEvent of(PersistentRepr event, Serialization serialization) {
    Object payload = event.payload();
    Serializer serializer = serialization.findSerializerFor(payload);
    return new StoredEvent(
        event.withPayload(""),
        ByteString.copyFrom(serializer.toBinary(payload)),
        serializer.identifier(),
        Serializers.manifestFor(serializer, payload));
  }

  /** The event as its serializer reads it. */
  public PersistentRepr read(Serialization serialization) {
    return envelope.withPayload(
        serialization.deserialize(bytes.toByteArray(), serializer, manifest).get());
  }

  /** Its number among the events of its persistence id. */
  public long sequenceNr() {
    return envelope.sequenceNr();
  }
}
