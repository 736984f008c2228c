package dev.synod.api;

/** The members of a group were not changed as asked for, or it is not known whether they were. */
public final class MembershipException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** The change is surely not done; the message says what stands against it. */
    REFUSED,
    /**
     * The change is surely not done: it was meant for an epoch that another change has ended. Look
     * at the members as they are now, and ask again if it is still wanted.
     */
    EPOCH_CHANGED,
    /** It may be done, or may yet be: look at the status before asking again. */
    UNKNOWN,
    /** The change is surely not done: no leader was known, or this node's member has stopped. */
    NOT_READY
  }

  /** With one line that says what to do. */
  public MembershipException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
