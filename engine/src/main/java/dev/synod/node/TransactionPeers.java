package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.protocol.MemberId;
import dev.synod.transaction.CommitRole;
import dev.synod.transaction.TransactionMessage;
import dev.synod.transaction.TransactionPostbox;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorSystem;

/** The actors of those that commit together. */
final class TransactionPeers implements TransactionPostbox {
  private static final String KIND = "transaction";

  private final Map<MemberId, Seated> nodes = new TreeMap<>();
  private final Addresses addresses;

  private record Seated(String role, MemberId member) {}

  TransactionPeers(GroupSettings place, ActorSystem<?> system) {
    this.addresses =
        new Addresses(
            place,
            KIND,
            Arrays.stream(CommitRole.values()).map(CommitRole::title).toList(),
            system);
    for (GroupSettings.Peer peer : place.members()) {
      MemberId member = new MemberId(peer.id());
      for (CommitRole role : CommitRole.values()) {
        nodes.put(role.of(member), new Seated(role.title(), member));
      }
    }
  }

  /** The name of an actor of transactions, among a node's system actors. */
  static String name(GroupSettings place, String role) {
    return Addresses.name(place, KIND, role);
  }

  @Override
  public void tell(MemberId node, TransactionMessage message) {
    Seated seated = nodes.get(node);
    if (seated != null) {
      addresses.tell(seated.role(), seated.member(), message);
    }
  }
}
