package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.MemberId;

/** One thing asked of an acceptor. */
public sealed interface Request {

  /** By a member. */
  record FromMember(MemberId from, AcceptorMessage message) implements Request {}

  /** By another role of the own member. */
  record FromWithin(AcceptorNotice notice) implements Request {}
}
