package dev.synod.register;

import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeRequest;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;

/** What proposers and acceptors of a register tell each other, also from node to node. */
public sealed interface RegisterMessage extends RegisterMail {
  /** Whose members speak, and by which quorums: what comes from another lineup is dropped. */
  Lineup lineup();

  /** Who speaks. */
  MemberId from();

  /** A proposer asks an acceptor. */
  record Asked(Lineup lineup, MemberId from, DecreeRequest<Content<Payload>> request)
      implements RegisterMessage {}

  /** An acceptor answers a proposer. */
  record Answered(Lineup lineup, MemberId from, DecreeReply<Content<Payload>> reply)
      implements RegisterMessage {}
}
