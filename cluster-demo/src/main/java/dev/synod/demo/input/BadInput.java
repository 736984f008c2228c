package dev.synod.demo.input;

/** What was typed can't be done. The message is one line that names the value and the bound. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exit status of a program that was asked for what can't be. */
  public static final int EXIT = 2;

  /** With the line to be shown. */
  public BadInput(String line) {
    super(line);
  }

  /** With the line to be shown, and what it is about. */
  public BadInput(String line, Throwable cause) {
    super(line, cause);
  }
}
