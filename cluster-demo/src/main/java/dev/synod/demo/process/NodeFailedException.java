package dev.synod.demo.process;

import java.util.List;

/** A node's process did not do what it was started for. */
public final class NodeFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lastWords;

  NodeFailedException(String line, List<String> lastWords) {
    super(
        line
            + (lastWords.isEmpty()
                ? ""
                : "; its last words:\n    " + String.join("\n    ", lastWords)));
    this.lastWords = lastWords;
  }

  /** The end of its stderr. */
  public List<String> lastWords() {
    return lastWords;
  }
}
