package dev.synod.persistence.contract;

import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/** The snapshot store that the cases are put to, in a running actor system. */
interface SnapshotSubject {
  SnapshotClient store();

  PluginSystem system();

  /** Ends the actor system and starts another one over the same data. */
  void restart();

  static SnapshotSelectionCriteria upTo(long sequenceNr, long timestamp) {
    return SnapshotSelectionCriteria.create(sequenceNr, timestamp);
  }

  static SnapshotSelectionCriteria upTo(long sequenceNr) {
    return SnapshotSelectionCriteria.create(sequenceNr, Long.MAX_VALUE);
  }
}
