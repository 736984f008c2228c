package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.GroupSettings.Peer;
import dev.synod.protocol.MemberId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * Where the actors of registers and transactions are: at paths that stay the same over restarts,
 * walked anew there for each message (as {@link Peers} explains).
 */
final class Addresses {
  private final Map<MemberId, ActorSelection> paths = new TreeMap<>();
  private final GroupSettings place;
  private final String kind;
  private final ActorSystem<?> system;

  /**
   * None yet.
   *
   * @param kind of what these members do together
   */
  Addresses(GroupSettings place, String kind, ActorSystem<?> system) {
    this.place = place;
    this.kind = kind;
    this.system = system;
  }

  /**
   * With the actors of one more role.
   *
   * @param names what a member's is called in messages
   */
  Addresses add(String role, UnaryOperator<MemberId> names) {
    for (Peer peer : place.members()) {
      paths.put(
          names.apply(new MemberId(peer.id())),
          Adapter.toClassic(system)
              .actorSelection(host(peer) + "/system/" + name(place, kind, role)));
    }
    return this;
  }

  /** The name of an actor among a node's system actors. */
  static String name(GroupSettings place, String kind, String role) {
    return SynodGuardian.NAME + "-" + kind + "-" + place.name() + "-" + role;
  }

  private String host(Peer peer) {
    return peer.id().equals(place.member())
        ? ""
        : "pekko://" + system.name() + "@" + peer.address();
  }

  /** To an actor, if there is one of that name. */
  void tell(MemberId name, Object mail) {
    Optional.ofNullable(paths.get(name)).ifPresent(path -> path.tell(mail, ActorRef.noSender()));
  }
}
