package dev.synod.demo.commit;

/** A message that is understood, but can't be done. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** That nothing is known of such a message. */
  static final int NOT_SUPPORTED = 10;

  /** That too many wait. */
  static final int UNAVAILABLE = 11;

  /** That the message lacks something, or has something of another kind. */
  static final int MALFORMED = 12;

  /** That another message must come before, or has. */
  static final int PRECONDITION = 22;

  final int code;

  Refusal(int code, String text) {
    super(text);
    this.code = code;
  }
}
