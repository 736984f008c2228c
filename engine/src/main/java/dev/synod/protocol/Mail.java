package dev.synod.protocol;

/** Everything that lands in a role's mailbox. */
public sealed interface Mail permits Envelope, Notice, Mail.Tick, LocalRequest {

  /** Time has passed: look at what is overdue. */
  enum Tick implements Mail {
    /** The only one. */
    INSTANCE
  }
}
