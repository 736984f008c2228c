package dev.synod.persistence.store;

import java.nio.ByteBuffer;

/**
 * A frame as it was read, with a checksum that is right; the payload is a view of what was read.
 */
record Frame(Kind kind, int checksum, int previous, long counter, int length, ByteBuffer payload) {
  Entry entry() {
    return Entries.of(kind, payload);
  }
}
