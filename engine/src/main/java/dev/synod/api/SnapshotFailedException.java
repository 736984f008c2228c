package dev.synod.api;

/**
 * No snapshot was saved though one was asked for. Nothing is lost: the member's log stays as long
 * as it is.
 */
public final class SnapshotFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** {@code synod.replica.snapshot-store} names none. */
    NO_STORE,
    /** One is being saved already: ask again when that is done. */
    UNDER_WAY,
    /** The machine, its serializer or the store failed: the member's log says how. */
    NOT_SAVED,
    /** This node's member has applied nothing yet or has stopped, or is a witness. */
    NOT_READY
  }

  /** With one line that says what to do. */
  public SnapshotFailedException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
