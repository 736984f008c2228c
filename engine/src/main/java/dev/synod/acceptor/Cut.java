package dev.synod.acceptor;

import dev.synod.protocol.Configuration;
import java.util.Optional;

/**
 * Where an acceptor's log begins: everything before is in this member's durable snapshot (rule G1),
 * or, on a witness, in those of enough others (rule W1). Part of every event, so that any suffix of
 * the journal says what may be missing before it.
 *
 * @param slot the values of the slots through this one may be gone
 * @param logTime no chosen value through that slot has a higher one, in milliseconds
 * @param events the events through this one hold nothing else, so they may be deleted
 * @param configuration that of the last epoch whose stop-sign may be missing, where no snapshot of
 *     this member has it
 */
public record Cut(long slot, long logTime, long events, Optional<Configuration> configuration) {
  /** The log begins with slot 1. */
  public static final Cut NONE = new Cut(0, 0, 0, Optional.empty());
}
