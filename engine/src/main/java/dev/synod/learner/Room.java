package dev.synod.learner;

import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.util.List;

/** What does not change while a learner lives in one epoch. */
record Room(MemberId self, Quorum accept, LearnerSettings settings) {

  List<MemberId> others() {
    return accept.voters().stream().filter(voter -> !voter.equals(self)).toList();
  }

  List<Effect> toOthers(PaxosMessage message) {
    return Effect.toAll(others(), message);
  }

  List<Effect> toVoters(PaxosMessage message) {
    return Effect.toAll(accept.voters(), message);
  }

  boolean overdue(long sent, long now) {
    return now - sent >= settings.resend().toMillis();
  }
}
