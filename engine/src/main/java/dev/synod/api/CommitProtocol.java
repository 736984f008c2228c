package dev.synod.api;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Transactions over several nodes: all participants do their part of the work, or none does (Gray
 * and Lamport, Consensus on Transaction Commit). It decides and remembers; locks, isolation and the
 * data itself are the {@link Participant}s'.
 *
 * @param <W> a participant's part of the work
 */
public interface CommitProtocol<W> {

  /** By what it is decided. All members use the same, for good. */
  enum Kind {
    /**
     * Paxos Commit: an instance of Paxos for each participant's vote, the members being the
     * acceptors. Goes on while a majority of the members lives.
     */
    PAXOS_COMMIT,
    /**
     * Faster Paxos Commit: acceptors tell all participants, not one leader. A message delay less
     * until those know, for more messages.
     */
    FASTER_PAXOS_COMMIT,
    /**
     * Two-phase commit, to compare with: the node where a transaction was begun decides. While it
     * is away, participants that have voted wait, their locks held; do not use it where it may stay
     * away. Saves a write and a message delay.
     */
    TWO_PHASE,
    /**
     * Three-phase commit, to compare with and for nothing else: it waits for nobody, but where the
     * network splits, or a node is only slow, one participant commits and another aborts. Who finds
     * that out stops.
     */
    THREE_PHASE
  }

  /**
   * Begins a transaction, and gives its outcome: what is decided, while some participants may be
   * about to do it. Fails with {@link CommitException}, whose reason says whether anything may be
   * done all the same.
   *
   * @param work each participant's part, by member id; who is not in it takes no part
   */
  CompletionStage<Choice> commit(Map<String, W> work);
}
