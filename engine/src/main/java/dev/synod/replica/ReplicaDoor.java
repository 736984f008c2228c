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
 *
 * <p>While the state machine is at a command, nobody reads the mailbox: so the door itself refuses
 * what is more than twice {@code synod.client.outstanding} (rule P4). As many may wait at the
 * replica, and as many may be on their way there.
 */
public final class ReplicaDoor implements ConsensusGroup, AutoCloseable {
  private static final String GONE = "this node's replica of the group has stopped";

  /** For its status, its leader or a snapshot; those who ask are few. */
  private static final int MOST_QUESTIONS = 256;

  private static final String UNANSWERED =
      "this node's replica leaves " + MOST_QUESTIONS + " questions unanswered; ask again later";

  private final GroupName group;
  private final ActorRef<? super Replica.Request> replica;
  private final CallMeters meters;
  private final String overloaded;
  private final OpenCalls commands;
  private final OpenCalls reads;
  private final OpenCalls questions = new OpenCalls(MOST_QUESTIONS);

  /**
   * A door to whoever takes the requests.
   *
   * @param outstanding how many commands, and as many reads, may wait there
   */
  public ReplicaDoor(
      GroupName group,
      ActorRef<? super Replica.Request> replica,
      CallMeters meters,
      int outstanding) {
    this.group = group;
    this.replica = replica;
    this.meters = meters;
    this.commands = new OpenCalls(2 * outstanding);
    this.reads = new OpenCalls(2 * outstanding);
    this.overloaded =
        "%d commands, or as many reads, are open at this node, twice synod.client.outstanding = %d;"
                .formatted(2 * outstanding, outstanding)
            + " try again later";
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
    reads.begin(
        result,
        () -> replica.tell(new Replica.Read(query, consistency, result)),
        () -> result.completeExceptionally(new ReadFailedException(GONE)),
        () -> result.completeExceptionally(new ReadFailedException(overloaded)));
    return (CompletionStage<ReadResult<R>>) (CompletionStage<?>) result;
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    CompletableFuture<GroupStatus> status = new CompletableFuture<>();
    questions.begin(
        status,
        () -> replica.tell(new Replica.Status(status)),
        () -> status.completeExceptionally(new IllegalStateException(GONE)),
        () -> status.completeExceptionally(new IllegalStateException(UNANSWERED)));
    return status;
  }

  @Override
  public CompletionStage<Long> takeSnapshot() {
    CompletableFuture<Long> slot = new CompletableFuture<>();
    questions.begin(
        slot,
        () -> replica.tell(new Replica.TakeSnapshot(slot)),
        () -> slot.completeExceptionally(noSnapshot(GONE)),
        () -> slot.completeExceptionally(noSnapshot(UNANSWERED)));
    return slot;
  }

  @Override
  public CompletionStage<Optional<String>> leader() {
    CompletableFuture<Optional<String>> leader = new CompletableFuture<>();
    Runnable nobody = () -> leader.complete(Optional.empty());
    questions.begin(leader, () -> replica.tell(new Replica.Leader(leader)), nobody, nobody);
    return leader;
  }

  /** The replica has stopped: ends all calls that are open, and from now on every call at once. */
  @Override
  public void close() {
    commands.close();
    reads.close();
    questions.close();
  }

  private static SnapshotFailedException noSnapshot(String line) {
    return new SnapshotFailedException(SnapshotFailedException.Reason.NOT_READY, line);
  }

  private interface Requesting {
    Replica.Request by(CompletableFuture<Outcome<Object>> outcome);
  }

  @SuppressWarnings("unchecked")
  private <R> CompletionStage<Outcome<R>> outcome(Requesting request, boolean first) {
    CompletableFuture<Outcome<Object>> outcome = meters.command();
    if (commands.closed() && first) {
      outcome.complete(new Outcome.Rejected<>(Outcome.Reason.STOPPED, GONE, OptionalLong.empty()));
    } else {
      commands.begin(
          outcome,
          () -> replica.tell(request.by(outcome)),
          () -> outcome.complete(new Outcome.Unknown<>(Outcome.Doubt.STOPPED, GONE)),
          () -> outcome.complete(refused(first)));
    }
    return (CompletionStage<Outcome<R>>) (CompletionStage<?>) outcome;
  }

  /** In a client's session this may be a retry of an attempt that was done (rule S5). */
  private Outcome<Object> refused(boolean first) {
    return first
        ? new Outcome.Rejected<>(Outcome.Reason.OVERLOADED, overloaded, OptionalLong.empty())
        : new Outcome.Unknown<>(Outcome.Doubt.OVERLOADED, overloaded);
  }
}
