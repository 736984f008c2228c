package dev.synod.demo.json;

/** The request means nothing; nothing was done. The message names the value and what is allowed. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the line to be shown. */
  public BadRequest(String line) {
    super(line);
  }
}
