package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.GroupSettings.Peer;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.Role;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Where the roles of all members are: as the list has it until the group is founded, then as its
 * configuration has it. A peer's role has a path that stays the same over restarts and is resolved
 * without a UID, so that one reference reaches every later run at that address.
 */
public final class Peers implements Courier {
  private final GroupName group;
  private final MemberId self;
  private final ActorSystem<?> system;
  private final Map<Role, ActorRef<Mail>> own = new ConcurrentHashMap<>();
  private final Map<String, ActorRef<Mail>> remote = new ConcurrentHashMap<>();
  private volatile Map<MemberId, String> addresses;

  private Peers(
      GroupName group, MemberId self, Map<MemberId, String> addresses, ActorSystem<?> system) {
    this.group = group;
    this.self = self;
    this.addresses = addresses;
    this.system = system;
  }

  /** The roles of a group's members, as one of them finds them. */
  public static Peers of(GroupSettings place, ActorSystem<?> system) {
    Map<MemberId, String> addresses =
        place.members().stream()
            .collect(Collectors.toMap(peer -> new MemberId(peer.id()), Peer::address));
    return new Peers(new GroupName(place.name()), new MemberId(place.member()), addresses, system);
  }

  @Override
  public void own(Role role, ActorRef<Mail> ref) {
    own.put(role, ref);
  }

  @Override
  public void route(Configuration configuration) {
    addresses =
        configuration.members().stream()
            .collect(Collectors.toMap(MemberRecord::id, MemberRecord::address));
  }

  @Override
  public void carry(MemberId to, Envelope envelope) {
    of(to, envelope.message().role()).ifPresent(role -> role.tell(envelope));
  }

  @Override
  public void post(Notice notice) {
    own(notice.role()).ifPresent(role -> role.tell(notice));
  }

  private Optional<ActorRef<Mail>> own(Role role) {
    return Optional.ofNullable(own.get(role));
  }

  private Optional<ActorRef<Mail>> of(MemberId member, Role role) {
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
