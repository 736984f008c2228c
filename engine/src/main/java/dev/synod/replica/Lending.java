package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A snapshot in memory, to be lent in parts (rule G5).
 *
 * @param slot the state after it
 * @param digest of the whole
 * @param partBytes the most that a part holds
 */
record Lending(long slot, String digest, Payload whole, int partBytes) {

  static Lending of(long slot, Payload whole, int partBytes) {
    return new Lending(slot, digest(whole.bytes()), whole, partBytes);
  }

  /** SHA-256 in hex. */
  static String digest(ByteString bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.asReadOnlyByteBufferList().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every JDK must have SHA-256", absent);
    }
  }

  /** Whether it leads its asker on at all. */
  boolean helps(FetchSnapshot fetch) {
    return slot > fetch.above();
  }

  /** Whether it is the one that is asked for. */
  boolean answers(FetchSnapshot fetch) {
    return fetch.slot() == slot;
  }

  /**
   * The part that is asked for; the first where another snapshot was meant, be it of the same slot
   * in other bytes, of which there were more.
   */
  SnapshotPart part(FetchSnapshot fetch) {
    int size = whole.bytes().size();
    boolean inside = answers(fetch) && fetch.offset() >= 0 && fetch.offset() < size;
    long offset = inside ? fetch.offset() : 0;
    int end = (int) Math.min(size, offset + partBytes);
    Payload part =
        new Payload(
            whole.serializerId(), whole.manifest(), whole.bytes().substring((int) offset, end));
    return new SnapshotPart(slot, digest, size, offset, part);
  }
}
