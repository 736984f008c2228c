package dev.synod.transaction;

import dev.synod.protocol.MemberId;

/** How the actors of transactions reach each other. Never blocks; what is sent may be lost. */
public interface TransactionPostbox {
  /**
   * To one node.
   *
   * @param node a member as one of its roles
   */
  void tell(MemberId node, TransactionMessage message);
}
