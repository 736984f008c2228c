package dev.synod.persistence.store;

/** What an index is kept with. */
public enum IndexEngine {
  /** LevelDB's native library where there is one, else its Java port. */
  AUTO,
  /** LevelDB's native library; without one the store is refused. */
  NATIVE,
  /** LevelDB's Java port. */
  JAVA,
  /** Nothing: the index is made anew each time the store is opened, from all segments. */
  MEMORY
}
