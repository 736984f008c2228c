package dev.synod.proposer;

import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.ProposerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What does not change while a proposer lives in one epoch.
 *
 * @param others all other members
 */
record Room(
    MemberId self,
    long epoch,
    List<MemberId> others,
    Quorum election,
    ProposerSettings settings,
    BatchCodec codec) {

  static Room of(
      MemberId self, Configuration configuration, ProposerSettings settings, BatchCodec codec) {
    return new Room(
        self,
        configuration.epoch(),
        configuration.others(self),
        Quorum.election(configuration),
        settings,
        codec);
  }

  /** To every voter, the own acceptor last: the others have the longer way. */
  List<Effect> toVoters(PaxosMessage message) {
    List<Effect> effects = new ArrayList<>(toOthers(message));
    effects.add(new Effect.Send(self, message));
    return effects;
  }

  /** To every voter but this one. */
  List<Effect> toOthers(PaxosMessage message) {
    return Effect.toAll(
        election.voters().stream().filter(voter -> !voter.equals(self)).toList(), message);
  }
}
