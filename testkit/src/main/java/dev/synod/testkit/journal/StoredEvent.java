package dev.synod.testkit.journal;

import com.google.protobuf.ByteString;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** An event in bytes: what its serializer forgets is forgotten here, too. */
record StoredEvent(PersistentRepr envelope, ByteString bytes, int serializer, String manifest) {
  static StoredEvent of(PersistentRepr event, Serialization serialization) {
    Object payload = event.payload();
    Serializer serializer = serialization.findSerializerFor(payload);
    return new StoredEvent(
        event.withPayload(""),
        ByteString.copyFrom(serializer.toBinary(payload)),
        serializer.identifier(),
        Serializers.manifestFor(serializer, payload));
  }

  PersistentRepr read(Serialization serialization) {
    return envelope.withPayload(
        serialization.deserialize(bytes.toByteArray(), serializer, manifest).get());
  }

  long sequenceNr() {
    return envelope.sequenceNr();
  }
}
