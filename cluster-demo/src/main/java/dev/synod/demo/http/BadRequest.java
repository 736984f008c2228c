package dev.synod.demo.http;

/** The request means nothing; nothing was done. The message names the value and what is allowed. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequest(String line) {
    super(line);
  }
}
