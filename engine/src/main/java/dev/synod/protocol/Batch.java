package dev.synod.protocol;

import java.util.List;

/** The commands that share one slot, in the order in which they are applied. */
public record Batch(List<LogCommand> commands) {
  /** Copies the list: a batch never changes. */
  public Batch {
    commands = List.copyOf(commands);
  }
}
