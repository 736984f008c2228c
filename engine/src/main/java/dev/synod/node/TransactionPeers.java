package dev.synod.node;

import dev.synod.api.GroupSettings;
import dev.synod.protocol.MemberId;
import dev.synod.transaction.CommitRole;
import dev.synod.transaction.TransactionMessage;
import dev.synod.transaction.TransactionPostbox;
import org.apache.pekko.actor.typed.ActorSystem;

/** The actors of those that commit together. */
final class TransactionPeers implements TransactionPostbox {
  private static final String KIND = "transaction";

  private final Addresses nodes;

  TransactionPeers(GroupSettings place, ActorSystem<?> system) {
    this.nodes = new Addresses(place, KIND, system);
    for (CommitRole role : CommitRole.values()) {
      nodes.add(role.title(), role::of);
    }
  }

  /** The name of an actor of transactions, among a node's system actors. */
  static String name(GroupSettings place, String role) {
    return Addresses.name(place, KIND, role);
  }

  @Override
  public void tell(MemberId node, TransactionMessage message) {
    nodes.tell(node, message);
  }
}
