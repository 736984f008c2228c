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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * Where the roles of all members are: as the list has it until the group is founded, then as its
 * configuration has it. A peer's role has a path that stays the same over restarts.
 *
 * <p>That path is walked anew for each envelope, there where it arrives. A reference that is
 * resolved once from a path without a UID would do until Artery compresses it: if the peer has ever
 * got an envelope before it had spawned the role, as a node that starts does, then what is sent
 * under the compressed reference goes to its dead letters, from a minute later on and for good.
 */
public final class Peers implements Courier {
  private static final int MOST_ADDRESSES = 4;

  private final GroupName group;
  private final MemberId self;
  private final ActorSystem<?> system;
  private final Map<Role, ActorRef<Mail>> own = new ConcurrentHashMap<>();
  private final Map<String, ActorSelection> remote = new ConcurrentHashMap<>();
  private final Map<MemberId, String> listed;
  private volatile Map<MemberId, Set<String>> addresses;

  private Peers(
      GroupName group, MemberId self, Map<MemberId, String> listed, ActorSystem<?> system) {
    this.group = group;
    this.self = self;
    this.listed = listed;
    this.addresses = Map.of();
    this.addresses = with(List.of());
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
    addresses = with(configuration.members());
  }

  @Override
  public void meet(MemberRecord peer) {
    Map<MemberId, Set<String>> all = new TreeMap<>(addresses);
    Set<String> at = new LinkedHashSet<>(all.getOrDefault(peer.id(), Set.of()));
    if (at.size() < MOST_ADDRESSES && at.add(peer.address())) {
      all.put(peer.id(), at);
      addresses = all;
    }
  }

  /**
   * Each member at all its addresses that are known: its configuration's and its list's may both be
   * old, and who hears what was meant for another answers for itself (rule D1). Who has left is
   * still found where it was, to be told so.
   */
  private Map<MemberId, Set<String>> with(List<MemberRecord> members) {
    Map<MemberId, Set<String>> all = new TreeMap<>(addresses);
    listed.forEach((id, address) -> all.putIfAbsent(id, Set.of(address)));
    for (MemberRecord member : members) {
      Set<String> at = new LinkedHashSet<>(List.of(member.address()));
      Optional.ofNullable(listed.get(member.id())).ifPresent(at::add);
      all.put(member.id(), at);
    }
    return all;
  }

  @Override
  public void carry(MemberId to, Envelope envelope) {
    Role role = envelope.message().role();
    if (to.equals(self)) {
      own(role).ifPresent(ref -> ref.tell(envelope));
      return;
    }
    for (String address : addresses.getOrDefault(to, Set.of())) {
      remote(address, role).tell(envelope, org.apache.pekko.actor.ActorRef.noSender());
    }
  }

  @Override
  public void post(Notice notice) {
    own(notice.role()).ifPresent(role -> role.tell(notice));
  }

  private Optional<ActorRef<Mail>> own(Role role) {
    return Optional.ofNullable(own.get(role));
  }

  private ActorSelection remote(String address, Role role) {
    return remote.computeIfAbsent(
        "pekko://" + system.name() + "@" + address + path(role),
        Adapter.toClassic(system)::actorSelection);
  }

  private String path(Role role) {
    return "/system/" + SynodGuardian.NAME + "/" + group + "/" + role.path();
  }
}
