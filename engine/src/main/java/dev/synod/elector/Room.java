package dev.synod.elector;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.PaxosMessage;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.ElectorSettings;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What does not change while an elector lives in one epoch.
 *
 * @param campaigns whether this member may lead: a witness leaves that to those with a state
 *     machine, an observer has no vote
 * @param others all other members: who has no vote follows all the same
 * @param election voters that must support a campaign
 * @param accept voters without which a leader can choose nothing (rule L6)
 */
record Room(
    MemberId self,
    long epoch,
    boolean campaigns,
    List<MemberId> others,
    Quorum election,
    Quorum accept,
    ElectorSettings settings) {

  static Room of(MemberId self, Configuration configuration, ElectorSettings settings) {
    return new Room(
        self,
        configuration.epoch(),
        configuration.has(self, MemberKind.VOTER),
        configuration.others(self),
        Quorum.election(configuration),
        Quorum.accept(configuration),
        settings);
  }

  long timeout() {
    return settings.timeout().toMillis();
  }

  List<Effect> toOthers(PaxosMessage message) {
    return Effect.toAll(others, message);
  }

  /**
   * How long to wait for a leader before the next campaign: longer where the last one was heard
   * irregularly, and where others come first.
   */
  long wait(Rhythm rhythm, int failures, RandomGenerator random) {
    long handicap = timeout() * settings.priority();
    return rhythm.patience(settings) - timeout() + handicap + patience(failures, random);
  }

  /** Longer than anybody else waits for a leader before its first campaign. */
  long rest() {
    return Rhythm.longestPatience(settings) + timeout() * (ElectorSettings.MAX_PRIORITY + 2);
  }

  /**
   * One to two time-outs by chance, doubled with each campaign that failed, up to the bound: the
   * rivals of a campaign do not meet again for ever.
   */
  long patience(int failures, RandomGenerator random) {
    long factor = Math.min(1L << Math.min(failures, 16), settings.backoffMax());
    return timeout() + random.nextLong(timeout() * factor);
  }
}
