package dev.synod.api;

/** What a read guarantees. */
public enum ReadConsistency {
  /**
   * Sees every write that was acknowledged anywhere before the read began (rules R1, R3). Costs a
   * round among the members, shared by all reads that wait.
   */
  LINEARIZABLE,
  /** Sees what this node has applied, however old that is. Costs nothing. */
  LOCAL
}
