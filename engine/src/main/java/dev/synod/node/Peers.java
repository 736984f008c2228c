package dev.synod.node;

import dev.synod.protocol.GroupName;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Role;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Where the roles of all members are. A peer's role has a path that stays the same over restarts
 * and is resolved without a UID, so that one reference reaches every later run at that address.
 */
final class Peers {
  private final GroupName group;
  private final MemberId self;
  private final Map<MemberId, String> addresses;
  private final ActorSystem<?> system;
  private final Map<Role, ActorRef<Mail>> own = new ConcurrentHashMap<>();
  private final Map<String, ActorRef<Mail>> remote = new ConcurrentHashMap<>();

  /**
   * The roles of a group's members.
   *
   * @param addresses {@code host:port} of each member
   */
  Peers(GroupName group, MemberId self, Map<MemberId, String> addresses, ActorSystem<?> system) {
    this.group = group;
    this.self = self;
    this.addresses = Map.copyOf(addresses);
    this.system = system;
  }

  /** From now on this is where the own role lives. */
  void own(Role role, ActorRef<Mail> ref) {
    own.put(role, ref);
  }

  /** An own role; empty before it is spawned. */
  Optional<ActorRef<Mail>> own(Role role) {
    return Optional.ofNullable(own.get(role));
  }

  /** A member's role; empty for an unknown member. */
  Optional<ActorRef<Mail>> of(MemberId member, Role role) {
    return member.equals(self)
        ? own(role)
        : Optional.ofNullable(addresses.get(member)).map(address -> remote(address, role));
  }

  private ActorRef<Mail> remote(String address, Role role) {
    return remote.computeIfAbsent(
        "pekko://" + system.name() + "@" + address + path(role),
        ActorRefResolver.get(system)::<Mail>resolveActorRef);
  }

  private String path(Role role) {
    return "/system/" + SynodGuardian.NAME + "/" + group + "/" + role.path();
  }
}
