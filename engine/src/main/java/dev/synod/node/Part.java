package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.StateMachine;
import dev.synod.membership.FoundingState;
import dev.synod.membership.FoundingTerms;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionLimits;
import dev.synod.settings.SynodSettings;
import dev.synod.settings.SynodSettings.SessionSettings;

/**
 * What a member is started with.
 *
 * @param <S> the user's state
 */
public record Part<S>(
    GroupSettings place,
    SynodSettings settings,
    StateMachine<S> machine,
    BatchCodec codec,
    Lifeline lifeline,
    Habitat habitat) {

  GroupName group() {
    return new GroupName(place.name());
  }

  MemberId self() {
    return new MemberId(place.member());
  }

  FoundingState founding() {
    SessionSettings sessions = settings.sessions();
    return FoundingState.create(
        group(),
        self(),
        place.roster(),
        new FoundingTerms(
            new SessionLimits(sessions.window(), sessions.ttl().toMillis(), sessions.max()),
            settings.leases()));
  }
}
