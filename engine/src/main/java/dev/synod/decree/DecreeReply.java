package dev.synod.decree;

import dev.synod.protocol.Ballot;
import java.util.Optional;

/** What an acceptor answers. */
public sealed interface DecreeReply<V> {
  /** The attempt that is answered (rule B4). */
  Ballot ballot();

  /**
   * Phase 1b: nothing below this ballot will be voted for any more.
   *
   * @param vote the highest so far
   */
  record Promise<V>(Ballot ballot, Optional<Vote<V>> vote) implements DecreeReply<V> {}

  /** Phase 2b: this is voted for. */
  record Accepted<V>(Ballot ballot, V value) implements DecreeReply<V> {}

  /**
   * No: a higher ballot is promised (rule A5).
   *
   * @param promised above {@code ballot}
   */
  record Rejected<V>(Ballot ballot, Ballot promised) implements DecreeReply<V> {}
}
