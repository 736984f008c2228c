package dev.synod.api;

import java.util.Optional;

/** The outcome of a transaction is not known to its caller. */
public final class CommitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient Optional<TransactionId> transaction;

  /** Why. */
  public enum Reason {
    /** As many transactions of this node are open as may be; nothing is done. */
    OVERLOADED,
    /** A part of the work does not fit into a message; nothing is done. */
    TOO_LARGE,
    /** There is no such participant, or the work can't be written; nothing is done. */
    FAILED,
    /** If it was begun, it is or will be committed or aborted, at all participants alike. */
    UNKNOWN
  }

  /** With one line that says what to do. */
  public CommitException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
    this.transaction = Optional.empty();
  }

  /** Unknown, with one line that says what was waited for. */
  public CommitException(String detail, TransactionId transaction) {
    super(detail);
    this.reason = Reason.UNKNOWN;
    this.transaction = Optional.of(transaction);
  }

  /** With one line that says what to do, and what has led to it. */
  public CommitException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
    this.transaction = Optional.empty();
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** Of which the outcome is unknown, by which a participant can tell it later; if it has an id. */
  public Optional<TransactionId> transaction() {
    return transaction;
  }
}
