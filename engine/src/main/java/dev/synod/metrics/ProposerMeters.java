package dev.synod.metrics;

import io.micrometer.core.instrument.DistributionSummary;

/** Counts what a proposer gives slots to, and what waits for one. */
public final class ProposerMeters {
  private final DistributionSummary commands;
  private final DistributionSummary bytes;
  private final Level window;
  private final Level waitingCommands;
  private final Level waitingBytes;

  ProposerMeters(Board board) {
    this.commands = board.sizes(Measure.BATCH_COMMANDS);
    this.bytes = board.sizes(Measure.BATCH_BYTES);
    this.window = board.level(Measure.WINDOW);
    this.waitingCommands = board.level(Measure.WAITING_COMMANDS);
    this.waitingBytes = board.level(Measure.WAITING_BYTES);
  }

  /** A slot was given to so many commands, in a value of so many bytes. */
  public void proposed(int count, int size) {
    commands.record(count);
    bytes.record(size);
  }

  /**
   * What it has now; all 0 if it does not lead.
   *
   * @param slots proposed and not known to be chosen
   * @param count commands without a slot
   * @param size their bytes
   */
  public void holds(int slots, int count, long size) {
    window.set(slots);
    waitingCommands.set(count);
    waitingBytes.set(size);
  }
}
