package dev.synod.persistence.store;

import java.util.UUID;

/** Opens the index that the options name. */
final class Indexes {
  private Indexes() {}

  static Index open(IndexEngine engine, Layout layout, UUID incarnation) {
    return new MemoryIndex();
  }
}
