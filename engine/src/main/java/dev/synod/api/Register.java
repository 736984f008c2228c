package dev.synod.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * One value that some nodes keep together: read, changed by a function, and written, as one step
 * (Rystsov, CASPaxos). Linearizable; it has no leader and no log, so whoever asks runs both phases
 * of Paxos against a majority itself.
 *
 * <p>For a value that is seldom changed and by few at a time: proposers that change it at once take
 * turns by chance. For all else there is {@link ConsensusGroup}.
 */
public interface Register<V> {

  /**
   * Changes the value; the outcome is what it is then. Empty is a register without a value.
   *
   * <p>Fails with {@link RegisterException}, whose reason says whether it may be done all the same.
   *
   * @param function of the value that it finds; runs on this node, once for each attempt, so it
   *     must do nothing else and must not block. Its effect is there once or not at all.
   */
  CompletionStage<Optional<V>> change(UnaryOperator<Optional<V>> function);

  /** The value, in order with all changes. Fails with {@link RegisterException}. */
  CompletionStage<Optional<V>> read();
}
