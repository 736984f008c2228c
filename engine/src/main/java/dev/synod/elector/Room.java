package dev.synod.elector;

import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.ElectorSettings;
import java.util.List;
import java.util.random.RandomGenerator;

/** What does not change while an elector lives in one epoch. */
record Room(MemberId self, long epoch, Quorum quorum, ElectorSettings settings) {

  long timeout() {
    return settings.timeout().toMillis();
  }

  List<Effect> toOthers(PaxosMessage message) {
    return Effect.toAll(
        quorum.voters().stream().filter(voter -> !voter.equals(self)).toList(), message);
  }

  /**
   * How long to wait for a leader before the next campaign: one to two time-outs by chance, doubled
   * with each campaign that failed, up to the bound.
   */
  long patience(int failures, RandomGenerator random) {
    long factor = Math.min(1L << Math.min(failures, 16), settings.backoffMax());
    return timeout() + random.nextLong(timeout() * factor);
  }
}
