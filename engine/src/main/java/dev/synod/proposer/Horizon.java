package dev.synod.proposer;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.ProposerNotice;

/**
 * How far a proposer sees, whatever phase it is in.
 *
 * @param highest the highest ballot that it has used or met
 * @param through this member holds every chosen value through this slot
 * @param logTime the highest log time among them, in milliseconds
 */
record Horizon(Ballot highest, long through, long logTime) {
  static final Horizon NOTHING = new Horizon(Ballot.NONE, 0, 0);

  Horizon meeting(Ballot ballot) {
    return new Horizon(highest.max(ballot), through, logTime);
  }

  Horizon after(ProposerNotice.Progress progress) {
    return new Horizon(
        highest, Math.max(through, progress.through()), Math.max(logTime, progress.logTime()));
  }
}
