package dev.synod.persistence;

/**
 * A data directory can't be used; the message is one line that names the path and says what to do.
 */
public final class DataDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataDirectoryException(String line) {
    super(line);
  }

  DataDirectoryException(String line, Throwable cause) {
    super(line, cause);
  }
}
