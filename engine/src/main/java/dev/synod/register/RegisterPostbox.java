package dev.synod.register;

import dev.synod.protocol.MemberId;

/** How actors of a register reach each other. Never blocks; what is sent may be lost. */
public interface RegisterPostbox {
  /** To this member's acceptor. */
  void ask(MemberId acceptor, RegisterMessage.Asked asked);

  /** To this member's proposer. */
  void answer(MemberId proposer, RegisterMessage.Answered answered);
}
