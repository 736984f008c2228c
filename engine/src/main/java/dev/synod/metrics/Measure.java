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
      "synod.pending.reads", "reads", "reads of this node's callers that have no answer yet"),
  /** Sizes. */
  BATCH_COMMANDS(
      "synod.batch.commands", "commands", "commands in a slot, at the leader that proposed it"),
  /** Sizes. */
  BATCH_BYTES(
      "synod.batch.bytes", "bytes", "bytes of a slot's value, at the leader that proposed it"),
  /** Gauge. */
  WINDOW(
      "synod.window.slots",
      "slots",
      "slots that are proposed and not known to be chosen, at the leader"),
  /** Gauge. */
  WAITING_COMMANDS(
      "synod.waiting.commands", "commands", "commands that wait for a slot, at the leader"),
  /** Gauge. */
  WAITING_BYTES(
      "synod.waiting.bytes", "bytes", "bytes of the commands that wait for a slot, at the leader"),
  /** Timer. */
  ACCEPTOR_WRITE(
      "synod.acceptor.write",
      "seconds",
      "from handing a pile of requests to the acceptor until it is durable"),
  /** Sizes. */
  ACCEPTOR_PILE(
      "synod.acceptor.pile.requests", "requests", "requests in a pile, which share one write"),
  /** Gauge. */
  ACCEPTOR_WAITING(
      "synod.acceptor.waiting.requests",
      "requests",
      "requests that wait while the acceptor writes"),
  /** Gauge. */
  CHOSEN(
      "synod.chosen.slot", "", "every slot through this one is chosen, as far as the member knows"),
  /** Gauge. */
  APPLIED("synod.applied.slot", "", "the member's state machine has applied through this slot"),
  /** Gauge. */
  LAG("synod.lag.slots", "slots", "slots that the member knows to be chosen and has not applied"),
  /** Timer. */
  SNAPSHOT_SAVE("synod.snapshot.save", "seconds", "to write, read back and save a snapshot"),
  /** Sizes. */
  SNAPSHOT_BYTES("synod.snapshot.bytes", "bytes", "bytes of the user's state in a saved snapshot"),
  /** Counter. */
  FAILED_SNAPSHOTS("synod.failed.snapshots", "snapshots", "snapshots that could not be saved"),
  /** Gauge. */
  LEADER("synod.leader", "", "1 while the member believes that it leads, else 0"),
  /** Gauge. */
  EPOCH("synod.epoch", "", "the epoch that the member is in"),
  /** Gauge. */
  LEASE("synod.lease", "", "1 while the member leads and holds a lease, else 0"),
  /** Counter; {@code cause}. */
  ELECTIONS("synod.elections", "", "campaigns that the member has begun, by cause"),
  /** Counter; {@code cause}. */
  LEADER_CHANGES(
      "synod.leader.changes",
      "",
      "leads that the member has come to know, its own included, by the cause of the one before's"
          + " end");

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
