package dev.synod.persistence.plugin;

import java.nio.ByteBuffer;

/**
 * A user's object as it lies in a store, for tools that read a closed one: whoever has its
 * serializer can make the object of it.
 *
 * @param time when it was stored, in milliseconds since 1970
 * @param serializer Pekko's number of the serializer that wrote it
 * @param manifest that serializer's hint, may be empty
 * @param bytes what that serializer wrote
 */
public record StoredObject(long time, int serializer, String manifest, ByteBuffer bytes) {
  /**
   * The payload of an event.
   *
   * @param bytes as the store has them; may be overwritten later
   * @throws IllegalArgumentException if they have no form that this release knows
   */
  public static StoredObject event(String id, long sequence, ByteBuffer bytes) {
    try {
      EventForm.Opened event = EventForm.open(id, sequence, bytes.duplicate());
      return event.payload().stored(event.time());
    } catch (RuntimeException e) { // Whatever bytes lead to that no plugin has written.
      throw new IllegalArgumentException(
          "event %d of '%s' was not written by the journal plugin: %s".formatted(sequence, id, e),
          e);
    }
  }

  /**
   * The state in a snapshot.
   *
   * @throws IllegalArgumentException if the bytes have no form that this release knows
   */
  public static StoredObject snapshot(String id, long sequence, long time, ByteBuffer bytes) {
    try {
      return SnapshotForm.open(id, sequence, bytes.duplicate()).state().stored(time);
    } catch (RuntimeException e) { // Whatever bytes lead to that no plugin has written.
      throw new IllegalArgumentException(
          "snapshot %d of '%s' was not written by the snapshot store plugin: %s"
              .formatted(sequence, id, e),
          e);
    }
  }
}
