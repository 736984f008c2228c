package dev.synod.register;

import dev.synod.decree.DecreeAcceptor;
import dev.synod.protocol.Payload;

/**
 * What the actors of a register remember; each event is the whole of it, so one is enough, and says
 * for which lineup.
 */
public sealed interface RegisterEvent {

  /** An acceptor's promise and vote. */
  record Held(Lineup lineup, DecreeAcceptor<Content<Payload>> acceptor) implements RegisterEvent {}

  /**
   * A proposer may use ballots through this round: after a restart it begins above (rule B2).
   *
   * @param through at least 1
   */
  record Reserved(Lineup lineup, long through) implements RegisterEvent {}
}
