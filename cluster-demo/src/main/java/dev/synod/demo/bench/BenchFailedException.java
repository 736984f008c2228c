package dev.synod.demo.bench;

/** A measurement came to no end. The message is one line. */
final class BenchFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchFailedException(String line) {
    super(line);
  }
}
