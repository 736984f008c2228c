package dev.synod.testkit.sim;

import com.google.protobuf.ByteString;
import dev.synod.testkit.journal.StoredEvent;
import java.io.IOException;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;

/**
 * An event, or a snapshot, as it lies on a simulated disk: an object in bytes with an id and a
 * number, and the checksum that was written with it.
 */
record Stored(StoredEvent written, long checksum) {
  static Stored event(PersistentRepr event, Serialization serialization) {
    StoredEvent written = StoredEvent.of(event, serialization);
    return new Stored(written, checksum(written.bytes()));
  }

  static Stored snapshot(
      String persistenceId, long sequenceNr, Object snapshot, Serialization serialization) {
    return event(
        PersistentRepr.apply(
            snapshot, sequenceNr, persistenceId, "", false, ActorRef.noSender(), ""),
        serialization);
  }

  boolean isOf(String persistenceId) {
    return written.envelope().persistenceId().equals(persistenceId);
  }

  long sequenceNr() {
    return written.sequenceNr();
  }

  int size() {
    return written.bytes().size();
  }

  /** The object as its serializer reads it; damage is told. */
  PersistentRepr read(Serialization serialization) throws IOException {
    if (checksum(written.bytes()) != checksum) {
      throw new IOException(
          "what was written as number %d of '%s' has another checksum"
              .formatted(sequenceNr(), written.envelope().persistenceId()));
    }
    return written.read(serialization);
  }

  /** With a part of its bytes, not all. */
  Stored cut(RandomGenerator dice) {
    return with(written.bytes().substring(0, dice.nextInt(size())));
  }

  /** With another bit; of an empty one the checksum's. */
  Stored rotten(RandomGenerator dice) {
    byte[] bytes = written.bytes().toByteArray();
    if (bytes.length == 0) {
      return new Stored(written, checksum ^ 1);
    }
    bytes[dice.nextInt(bytes.length)] ^= (byte) (1 << dice.nextInt(8));
    return with(ByteString.copyFrom(bytes));
  }

  private Stored with(ByteString other) {
    return new Stored(
        new StoredEvent(written.envelope(), other, written.serializer(), written.manifest()),
        checksum);
  }

  private static long checksum(ByteString bytes) {
    CRC32C sum = new CRC32C();
    bytes.asReadOnlyByteBufferList().forEach(sum::update);
    return sum.getValue();
  }
}
