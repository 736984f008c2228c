package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.GroupSettings.Peer;
import dev.synod.protocol.MemberId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * Where the actors of registers and transactions are: at paths that stay the same over restarts,
 * walked anew there for each message (as {@link Peers} explains).
 */
final class Addresses {
  private final Map<String, Map<MemberId, ActorSelection>> roles = new TreeMap<>();

  /**
   * Of these roles of all members.
   *
   * @param kind of what they do together
   */
  Addresses(GroupSettings place, String kind, Collection<String> roles, ActorSystem<?> system) {
    for (String role : roles) {
      Map<MemberId, ActorSelection> paths = new TreeMap<>();
      for (Peer peer : place.members()) {
        paths.put(
            new MemberId(peer.id()),
            Adapter.toClassic(system)
                .actorSelection(host(place, peer, system) + "/system/" + name(place, kind, role)));
      }
      this.roles.put(role, paths);
    }
  }

  /** The name of an actor among a node's system actors. */
  static String name(GroupSettings place, String kind, String role) {
    return SynodGuardian.NAME + "-" + kind + "-" + place.name() + "-" + role;
  }

  private static String host(GroupSettings place, Peer peer, ActorSystem<?> system) {
    return peer.id().equals(place.member())
        ? ""
        : "pekko://" + system.name() + "@" + peer.address();
  }

  /** To a member's actor, if there is such a member. */
  void tell(String role, MemberId member, Object mail) {
    Optional.ofNullable(roles.get(role))
        .flatMap(paths -> Optional.ofNullable(paths.get(member)))
        .ifPresent(path -> path.tell(mail, ActorRef.noSender()));
  }
}
