package dev.synod.node;

import dev.synod.api.ConsensusGroup;
import java.util.concurrent.CompletableFuture;

/**
 * What the outside may wait for in the life of a member. Each completes at most once.
 *
 * @param door the group, once it is founded and the replica runs
 * @param ready once a leader is known, too; fails with one line if this node can't take part
 * @param stopped with one line, when the member has stopped for good
 */
public record Lifeline(
    CompletableFuture<ConsensusGroup> door,
    CompletableFuture<Void> ready,
    CompletableFuture<String> stopped) {

  /** Nothing has happened yet. */
  public static Lifeline begin() {
    return new Lifeline(
        new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
  }

  /** It is over, for this reason. */
  void end(String line) {
    IllegalStateException reason = new IllegalStateException(line);
    door.completeExceptionally(reason);
    ready.completeExceptionally(reason);
    stopped.complete(line);
  }
}
