package dev.synod.node;

import dev.synod.api.ConsensusGroup;
import java.util.concurrent.CompletableFuture;

/**
 * What the outside may wait for in the life of a member. Each completes at most once.
 *
 * @param door the group, once it is founded and the replica runs
 * @param ready once a leader is known, too; fails with one line: an {@link
 *     IllegalArgumentException} if this node can't take part as it was asked to, an {@link
 *     IllegalStateException} if it has stopped before
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

  /** This node can't take part as it was asked to: whoever asked must ask for something else. */
  void refuse(String line) {
    end(line, new IllegalArgumentException(line));
  }

  /** It is over: a part of the member has failed, or its node ends. */
  void end(String line) {
    end(line, new IllegalStateException(line));
  }

  private void end(String line, RuntimeException reason) {
    door.completeExceptionally(reason);
    ready.completeExceptionally(reason);
    stopped.complete(line);
  }
}
