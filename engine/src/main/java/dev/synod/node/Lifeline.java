package dev.synod.node;

import dev.synod.api.ConsensusGroup;
import dev.synod.protocol.Mail;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What the outside may wait for in the life of a member. Each future completes at most once.
 *
 * @param door the group, once it is founded and the replica runs
 * @param registrar who changes the members, from then on, too
 * @param ready once a leader is known, too; fails with one line: an {@link
 *     IllegalArgumentException} if this node can't take part as it was asked to, an {@link
 *     IllegalStateException} if it has stopped before
 * @param outside why this node's disk has no part in the group now, or has it where the group does
 *     not look for it, one line; null if neither, or that is not known yet. Changes as often as
 *     operators change the members
 * @param left why its replica serves nobody, one line: the group has gone on without this disk;
 *     null while it has not
 * @param stopped with one line, when the member has stopped for good
 */
public record Lifeline(
    CompletableFuture<ConsensusGroup> door,
    CompletableFuture<ActorRef<Mail>> registrar,
    CompletableFuture<Void> ready,
    AtomicReference<@Nullable String> outside,
    AtomicReference<@Nullable String> left,
    CompletableFuture<String> stopped) {

  /** Nothing has happened yet. */
  public static Lifeline begin() {
    return new Lifeline(
        new CompletableFuture<>(),
        new CompletableFuture<>(),
        new CompletableFuture<>(),
        new AtomicReference<>(),
        new AtomicReference<>(),
        new CompletableFuture<>());
  }

  /** Why the group does not have this node's disk now; empty if it has, or that is not known. */
  public Optional<String> whyOutside() {
    return Optional.ofNullable(outside.get());
  }

  /** Why this member serves nobody any more; empty if it has not left. */
  Optional<String> whyLeft() {
    return Optional.ofNullable(left.get());
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
    registrar.completeExceptionally(reason);
    ready.completeExceptionally(reason);
    stopped.complete(line);
  }
}
