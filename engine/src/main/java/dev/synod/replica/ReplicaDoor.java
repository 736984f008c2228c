package dev.synod.replica;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.api.SnapshotFailedException;
import dev.synod.metrics.CallMeters;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Place;
import dev.synod.shell.OpenCalls;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A member's door to its group: turns calls into requests to the replica.
 *
 * <p>Whoever watches the replica calls {@link #close()} once it has stopped: every call that is
 * then open, also one whose request reached a mailbox that nobody reads any more, ends as {@link
 * Outcome.Doubt#STOPPED}, and every later call at once. So no call is left without an end.
 */
public final class ReplicaDoor implements ConsensusGroup, AutoCloseable {
  private static final String GONE = "this node's replica of the group has stopped";

  private final GroupName group;
  private final ActorRef<? super Replica.Request> replica;
  private final OpenCalls calls = new OpenCalls();
  private final CallMeters meters;

  /** A door to whoever takes the requests. */
  public ReplicaDoor(
      GroupName group, ActorRef<? super Replica.Request> replica, CallMeters meters) {
    this.group = group;
    this.replica = replica;
    this.meters = meters;
  }

  @Override
  public String name() {
    return group.value();
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    Objects.requireNonNull(command, "command");
    return outcome(outcome -> new Replica.Submit(command, Optional.empty(), outcome), true);
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    Objects.requireNonNull(command, "command");
    Place place = Place.of(session, sequence);
    // Not surely undone: this may be a retry of an attempt that has left before.
    return outcome(outcome -> new Replica.Submit(command, Optional.of(place), outcome), false);
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    return outcome(Replica.Open::new, true);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    Objects.requireNonNull(query, "query");
    CompletableFuture<ReadResult<Object>> result = meters.read(consistency);
    call(
        result,
        new Replica.Read(query, consistency, result),
        () -> result.completeExceptionally(new ReadFailedException(GONE)));
    return (CompletionStage<ReadResult<R>>) (CompletionStage<?>) result;
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    CompletableFuture<GroupStatus> status = new CompletableFuture<>();
    call(
        status,
        new Replica.Status(status),
        () -> status.completeExceptionally(new IllegalStateException(GONE)));
    return status;
  }

  @Override
  public CompletionStage<Long> takeSnapshot() {
    CompletableFuture<Long> slot = new CompletableFuture<>();
    call(
        slot,
        new Replica.TakeSnapshot(slot),
        () ->
            slot.completeExceptionally(
                new SnapshotFailedException(SnapshotFailedException.Reason.NOT_READY, GONE)));
    return slot;
  }

  @Override
  public CompletionStage<Optional<String>> leader() {
    CompletableFuture<Optional<String>> leader = new CompletableFuture<>();
    call(leader, new Replica.Leader(leader), () -> leader.complete(Optional.empty()));
    return leader;
  }

  /** The replica has stopped: ends all calls that are open, and from now on every call at once. */
  @Override
  public void close() {
    calls.close();
  }

  private interface Requesting {
    Replica.Request by(CompletableFuture<Outcome<Object>> outcome);
  }

  @SuppressWarnings("unchecked")
  private <R> CompletionStage<Outcome<R>> outcome(Requesting request, boolean first) {
    CompletableFuture<Outcome<Object>> outcome = meters.command();
    if (calls.closed() && first) {
      outcome.complete(new Outcome.Rejected<>(Outcome.Reason.STOPPED, GONE, OptionalLong.empty()));
    } else {
      call(
          outcome,
          request.by(outcome),
          () -> outcome.complete(new Outcome.Unknown<>(Outcome.Doubt.STOPPED, GONE)));
    }
    return (CompletionStage<Outcome<R>>) (CompletionStage<?>) outcome;
  }

  private void call(CompletableFuture<?> future, Replica.Request request, Runnable end) {
    calls.begin(future, () -> replica.tell(request), end);
  }
}
