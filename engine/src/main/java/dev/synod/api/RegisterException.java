package dev.synod.api;

/** A register has not been changed or read as it was asked to be. */
public final class RegisterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** As many calls wait as may; nothing was done. */
    OVERLOADED,
    /** The new value does not fit into a message; nothing was done. */
    TOO_LARGE,
    /** The function threw, or the value can't be written or read; nothing was done. */
    FAILED,
    /** No quorum has answered in time, and nothing of it will be done. */
    UNAVAILABLE,
    /** It may be done, now or later, or not: a quorum's answer is missing. */
    UNKNOWN
  }

  /** With one line that says what to do. */
  public RegisterException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** With one line that says what to do, and what has led to it. */
  public RegisterException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
