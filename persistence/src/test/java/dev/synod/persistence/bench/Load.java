package dev.synod.persistence.bench;

import java.time.Duration;

/**
 * What is written, again and again.
 *
 * @param entries entries in one event
 * @param entryBytes bytes of an entry
 * @param ids persistence ids that write at the same time
 * @param outstanding commands that wait at each of them
 */
record Load(int entries, int entryBytes, int ids, int outstanding) {
  /** How long each measurement takes. */
  static final Duration TIME = Duration.ofMillis(400);

  byte[] event() {
    byte[] event = new byte[entries * entryBytes];
    for (int i = 0; i < event.length; i++) {
      event[i] = (byte) (i * 31 + 7);
    }
    return event;
  }

  @Override
  public String toString() {
    return "%d x %d B in an event, %d id%s"
        .formatted(entries, entryBytes, ids, ids == 1 ? "" : "s");
  }
}
