package dev.synod.acceptor;

import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;

/**
 * Whose journal it is; every event repeats it, so that a journal of somebody else is recognised
 * (rule A8).
 */
public record Identity(GroupName group, MemberId member, Incarnation incarnation) {

  /** The persistence id of this acceptor. */
  String persistenceId() {
    return group + "|" + member + "|acceptor";
  }

  @Override
  public String toString() {
    return "member %s of group %s on disk %s".formatted(member, group, incarnation);
  }
}
