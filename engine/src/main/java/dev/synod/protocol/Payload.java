package dev.synod.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A user's object as Pekko Serialization wrote it, once, on the node where it entered.
 *
 * @param serializerId Pekko's id of the serializer
 * @param manifest the serializer's own type hint, may be empty
 */
public record Payload(int serializerId, String manifest, ByteString bytes) {
  /**
   * A digest (CRC-32C) of all of it, the same everywhere: to tell one command from another by
   * mistake of its client, not by design of an attacker.
   */
  public int digest() {
    CRC32C digest = new CRC32C();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(serializerId).flip());
    digest.update(manifest.getBytes(StandardCharsets.UTF_8));
    digest.update(bytes.asReadOnlyByteBuffer());
    return (int) digest.getValue();
  }

  /** Without the bytes themselves: they are users' data and do not belong into logs. */
  @Override
  public String toString() {
    return manifest + "(" + bytes.size() + "B#" + Integer.toHexString(bytes.hashCode()) + ")";
  }

  /** How many bytes it takes in a message, at most (wire keeps this). */
  public int size() {
    return bytes.size() + CodedOutputStream.computeStringSizeNoTag(manifest) + 24;
  }
}
