package dev.synod.api;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An application's own resource manager: a node's part in transactions, such as its accounts or its
 * database. Synod calls it on threads that may block, several transactions at a time, each of them
 * in the order prepare, then commit or abort. Every stage must end, none with null but those of
 * commit and abort.
 *
 * @param <W> its part of a transaction's work
 */
public interface Participant<W> {

  /**
   * Makes sure that this work can be done, and not lost any more, whatever happens: its locks are
   * taken, and it is durable before the vote is given. {@link Choice#ABORT}, or a failure, refuses
   * it; so does a vote that takes longer than {@code synod.commit.patience}, though its end is
   * waited for before abort is called. Must not wait for what another transaction holds: two nodes
   * that wait for each other do so until both are out of patience; refuse instead.
   */
  CompletionStage<Choice> prepare(TransactionId transaction, W work);

  /**
   * Does what was prepared, durably, and without waiting for another transaction. May come again
   * for what is done. If it fails it is called again, for as long as this node runs and after its
   * next start; never beside a call that has not ended.
   */
  CompletionStage<Void> commit(TransactionId transaction);

  /**
   * Gives up what was prepared, durably. May come again, and also for what was refused or never
   * asked for: then there is nothing to do. A failure is as one of commit.
   */
  CompletionStage<Void> abort(TransactionId transaction);

  /**
   * What it has prepared and neither committed nor aborted yet; asked for at the start, before
   * anything else. A vote that a crash has kept from being heard is found by this, and aborted; so
   * whoever prepares durably must tell it. Ids of other names than that which this participant is
   * started under are not asked for.
   */
  default CompletionStage<Collection<TransactionId>> prepared() {
    return CompletableFuture.completedStage(List.of());
  }
}
