package dev.synod.demo.process;

import dev.synod.demo.input.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A node's process did not do what it was started for. */
public final class NodeFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What each line begins with that a node says about its own end. */
  private static final String OWN = "node: ";

  private final transient String node;
  private final transient OptionalInt status;
  private final transient List<String> lastWords;

  /**
   * About one node.
   *
   * @param status with which it ended, if it has
   * @param lastWords the end of its stderr
   */
  NodeFailedException(String node, String what, OptionalInt status, List<String> lastWords) {
    super(
        node
            + " "
            + what
            + (lastWords.isEmpty()
                ? ""
                : "; its last words:\n    " + String.join("\n    ", lastWords)));
    this.node = node;
    this.status = status;
    this.lastWords = lastWords;
  }

  /** Which node was asked for what can't be, in its own line; empty if that is not why it ended. */
  public Optional<String> refusal() {
    return status.equals(OptionalInt.of(BadInput.EXIT))
        ? own(lastWords).map(line -> node + ": " + line)
        : Optional.empty();
  }

  /** The last of these lines that a node has said about its own end. */
  static Optional<String> own(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(OWN))
        .reduce((earlier, later) -> later)
        .map(line -> line.substring(OWN.length()));
  }
}
