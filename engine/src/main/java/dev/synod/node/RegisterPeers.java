package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.GroupSettings.Peer;
import dev.synod.protocol.MemberId;
import dev.synod.register.RegisterMail;
import dev.synod.register.RegisterMessage;
import dev.synod.register.RegisterPostbox;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * Where the actors of a register's members are: at paths that stay the same over restarts, walked
 * anew there for each message (as {@link Peers} explains).
 */
final class RegisterPeers implements RegisterPostbox {
  private final Map<MemberId, ActorSelection> acceptors;
  private final Map<MemberId, ActorSelection> proposers;

  RegisterPeers(GroupSettings place, ActorSystem<?> system) {
    this.acceptors = paths(place, system, "acceptor");
    this.proposers = paths(place, system, "proposer");
  }

  /** The name of an actor of a register, among a node's system actors. */
  static String name(GroupSettings place, String role) {
    return SynodGuardian.NAME + "-register-" + place.name() + "-" + role;
  }

  private static Map<MemberId, ActorSelection> paths(
      GroupSettings place, ActorSystem<?> system, String role) {
    return place.members().stream()
        .collect(
            Collectors.toMap(
                peer -> new MemberId(peer.id()),
                peer ->
                    Adapter.toClassic(system)
                        .actorSelection(
                            host(place, peer, system) + "/system/" + name(place, role))));
  }

  private static String host(GroupSettings place, Peer peer, ActorSystem<?> system) {
    return peer.id().equals(place.member())
        ? ""
        : "pekko://" + system.name() + "@" + peer.address();
  }

  @Override
  public void ask(MemberId acceptor, RegisterMessage.Asked asked) {
    tell(acceptors, acceptor, asked);
  }

  @Override
  public void answer(MemberId proposer, RegisterMessage.Answered answered) {
    tell(proposers, proposer, answered);
  }

  private static void tell(Map<MemberId, ActorSelection> paths, MemberId to, RegisterMail mail) {
    Optional.ofNullable(paths.get(to)).ifPresent(path -> path.tell(mail, ActorRef.noSender()));
  }
}
