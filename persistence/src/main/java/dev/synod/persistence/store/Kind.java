package dev.synod.persistence.store;

import org.jspecify.annotations.Nullable;

/**
 * What a frame holds, named as in {@link Entry}; its code is the frame's first byte and never zero.
 */
public enum Kind {
  BATCH(0xB1),
  NAME(0xB2),
  EVENT(0xB3),
  DELETED(0xB4),
  CHUNK(0xB5),
  SNAPSHOT(0xB6),
  FORGOTTEN(0xB7),
  ROW(0xB8),
  DROPPED(0xB9),
  SEALED(0xBA),
  CLOSED(0xBB),
  OPENED(0xBC);

  private static final Kind[] ALL = values();

  final byte code;

  Kind(int code) {
    this.code = (byte) code;
  }

  static @Nullable Kind of(byte code) {
    int index = (code & 0xff) - 0xB1;
    return index >= 0 && index < ALL.length ? ALL[index] : null;
  }
}
