package dev.synod.decree;

import dev.synod.protocol.Ballot;

/** What a proposer asks of an acceptor. */
public sealed interface DecreeRequest<V> {
  /** The attempt that asks. */
  Ballot ballot();

  /** Phase 1a: promise this ballot, and tell your vote. */
  record Prepare<V>(Ballot ballot) implements DecreeRequest<V> {}

  /** Phase 2a: vote for this value under this ballot. */
  record Accept<V>(Ballot ballot, V value) implements DecreeRequest<V> {}
}
