package dev.synod.demo.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the operations of a cell are. */
enum Mode {
  /** Writes. */
  PUT,
  /** Reads of keys that were written before. */
  GET,
  /** As many of these as of those. */
  MIXED;

  static Optional<Mode> of(String word) {
    return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
  }

  /** As it is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean reads() {
    return this != PUT;
  }
}
