package dev.synod.api;

/**
 * A read was not answered: no leader confirmed it in time, or too many wait. It changed nothing.
 */
public final class ReadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one line that names the value and the bound. */
  public ReadFailedException(String detail) {
    super(detail);
  }
}
