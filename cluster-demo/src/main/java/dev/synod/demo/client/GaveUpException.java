package dev.synod.demo.client;

/** A client's patience is at its end, and what it asked for may or may not be done. */
public final class GaveUpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was waited for, and the last that was heard. */
  public GaveUpException(String line) {
    super(line);
  }
}
