package dev.synod.learner;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.PaxosMessage;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.util.List;

/**
 * What does not change while a learner lives in one epoch.
 *
 * @param witness whether there is no state machine beside it: so it stays for as long as the disk
 *     is one of this group
 * @param accept voters that make a value chosen
 * @param confirm voters that no later leader's election can do without (rule F1)
 * @param others all other members: who has no vote learns all the same
 */
record Room(
    MemberId self,
    boolean witness,
    Configuration configuration,
    Quorum accept,
    Quorum confirm,
    List<MemberId> others,
    LearnerSettings settings) {

  static Room of(MemberId self, Configuration configuration, LearnerSettings settings) {
    boolean witness = configuration.has(self, MemberKind.WITNESS);
    return of(self, witness, configuration, settings);
  }

  Room entering(Configuration next) {
    return of(self, witness, next, settings);
  }

  private static Room of(
      MemberId self, boolean witness, Configuration configuration, LearnerSettings settings) {
    return new Room(
        self,
        witness,
        configuration,
        Quorum.accept(configuration),
        Quorum.election(configuration).meeting(),
        configuration.others(self),
        settings);
  }

  /** Whether proposals go to this member. */
  boolean votes(MemberId id) {
    return accept.voters().contains(id);
  }

  long epoch() {
    return configuration.epoch();
  }

  /** The other members that keep snapshots. */
  List<MemberId> otherKeepers() {
    return others.stream().filter(id -> !configuration.has(id, MemberKind.WITNESS)).toList();
  }

  List<Effect> toOthers(PaxosMessage message) {
    return Effect.toAll(others, message);
  }

  List<Effect> toVoters(PaxosMessage message) {
    return Effect.toAll(accept.voters(), message);
  }

  boolean overdue(long sent, long now) {
    return now - sent >= settings.resend().toMillis();
  }
}
