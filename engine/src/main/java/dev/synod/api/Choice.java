package dev.synod.api;

/** What a participant of a transaction votes, and what is decided for all of them. */
public enum Choice {
  /** As a vote: prepared, and able to do it whatever happens (Prepared, in the papers). */
  COMMIT,
  /** Nothing is done. */
  ABORT
}
