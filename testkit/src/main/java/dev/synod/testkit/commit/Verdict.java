package dev.synod.testkit.commit;

/** What has become of a transaction. */
public enum Verdict {
  /** All participants that live know it to be committed. */
  COMMITTED,
  /** All participants that live and were asked know it to be aborted. */
  ABORTED,
  /** No participant that lives was asked. */
  UNTOUCHED,
  /** A participant that lives waits, and nothing that is left helps it. */
  BLOCKED,
  /** Somebody has committed and somebody aborted, or a node has refused to break a rule. */
  DISAGREEMENT
}
