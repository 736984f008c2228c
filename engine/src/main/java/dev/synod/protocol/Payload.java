package dev.synod.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;

/**
 * A user's object as Pekko Serialization wrote it, once, on the node where it entered.
 *
 * @param serializerId Pekko's id of the serializer
 * @param manifest the serializer's own type hint, may be empty
 */
public record Payload(int serializerId, String manifest, ByteString bytes) {
  /** How many bytes it takes in a message, at most (wire keeps this). */
  public int size() {
    return bytes.size() + CodedOutputStream.computeStringSizeNoTag(manifest) + 24;
  }
}
