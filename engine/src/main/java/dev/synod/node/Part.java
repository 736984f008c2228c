package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.StateMachine;
import dev.synod.membership.FoundingState;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionLimits;
import dev.synod.settings.SynodSettings;
import dev.synod.settings.SynodSettings.SessionSettings;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What a member is started with.
 *
 * @param seed of all chance in this run of the member; no other run has the same
 * @param <S> the user's state
 */
public record Part<S>(
    GroupSettings place,
    SynodSettings settings,
    StateMachine<S> machine,
    BatchCodec codec,
    Lifeline lifeline,
    long seed) {

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
        new SessionLimits(sessions.window(), sessions.ttl().toMillis(), sessions.max()));
  }

  /** Where the members listen, {@code host:port}. */
  Map<MemberId, String> addresses() {
    return place.members().stream()
        .collect(Collectors.toMap(peer -> new MemberId(peer.id()), GroupSettings.Peer::address));
  }

  /** Random names for new disks. */
  Supplier<Incarnation> incarnations() {
    return () -> new Incarnation(UUID.randomUUID());
  }

  /** A generator of its own for one role; generators are not for several threads. */
  RandomGenerator chance(String role) {
    return new SplittableRandom(seed ^ role.hashCode());
  }
}
