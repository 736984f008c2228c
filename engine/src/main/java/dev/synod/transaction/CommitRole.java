package dev.synod.transaction;

import dev.synod.api.TransactionId;
import dev.synod.protocol.MemberId;
import java.util.Locale;

/** What a member is in a transaction. */
public enum CommitRole {
  /** Numbers what is begun at its node, and has it forgotten in the end. */
  INITIATOR,
  /** Votes for its node's resource manager. */
  PARTICIPANT,
  /** Decides in two- and three-phase commit. */
  COORDINATOR,
  /** Finds what is decided in Paxos Commit. */
  LEADER,
  /** Remembers the votes in Paxos Commit. */
  ACCEPTOR;

  /** How it is written in names. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The node that a member is as this; a member is several nodes to the rules of one transaction.
   */
  public MemberId of(MemberId member) {
    return new MemberId(title() + "." + member);
  }

  /** The member where the transaction was begun, as this. */
  MemberId at(TransactionId transaction) {
    return of(new MemberId(transaction.origin()));
  }

  /** The member that is this node. */
  public MemberId member(MemberId node) {
    return new MemberId(node.value().substring(title().length() + 1));
  }
}
