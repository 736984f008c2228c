package dev.synod.metrics;

/**
 * Everything that a member measures. Each has the tags {@code group} and {@code member}, and those
 * that its description names.
 */
public enum Measure {
  /** Timer. */
  COMMIT_LATENCY(
      "synod.commit.latency",
      "seconds",
      "from a command's call to its outcome Committed, at the member that took it"),
  /** Counter; {@code outcome} and {@code reason}. */
  COMMANDS(
      "synod.commands",
      "commands",
      "commands that have ended, by outcome and, where there is one, reason"),
  /** Gauge. */
  PENDING_COMMANDS(
      "synod.pending.commands",
      "commands",
      "commands of this node's callers that have no outcome yet"),
  /** Timer; {@code consistency}. */
  READ_LATENCY("synod.read.latency", "seconds", "from a read's call to its answer, by consistency"),
  /** Counter; {@code consistency}. */
  FAILED_READS("synod.failed.reads", "reads", "reads that were not answered, by consistency"),
  /** Gauge. */
  PENDING_READS(
      "synod.pending.reads", "reads", "reads of this node's callers that have no answer yet");

  private final String title;
  private final String unit;
  private final String meaning;

  Measure(String title, String unit, String meaning) {
    this.title = title;
    this.unit = unit;
    this.meaning = meaning;
  }

  /** Its name in a registry, which may write it in another way. */
  public String title() {
    return title;
  }

  /** Its base unit; empty if it has none. */
  public String unit() {
    return unit;
  }

  /** What it says, in one line. */
  public String meaning() {
    return meaning;
  }
}
