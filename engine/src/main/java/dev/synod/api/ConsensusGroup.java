package dev.synod.api;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * A node's door to a replicated state machine. Safe to use from any thread; never blocks.
 *
 * <p>Every call ends: with an outcome, or after {@code synod.client.timeout}; {@link
 * #takeSnapshot()} when the disk has answered.
 *
 * <p>Stages that end together are completed one after the other, by one task of the actor system's
 * dispatcher. So what hangs on a stage without an executor of its own must not block: least of all
 * may it wait for another call of the group, which may be the next that this very task ends.
 */
public interface ConsensusGroup {

  /** The group's name. */
  String name();

  /**
   * Has the command chosen, applied once on every replica, and answered. It runs in the node's own
   * session: after {@link Outcome.Unknown} there is no safe retry; where one is needed, use {@link
   * #submit(long, long, Command)}.
   */
  <R> CompletionStage<Outcome<R>> submit(Command<R> command);

  /**
   * The same in a session of the caller's: the command with this number is executed at most once,
   * however often and at whichever node it is sent (rule S2). Another command under a number that
   * was used is {@link Outcome.Doubt#SEQUENCE_REUSED}; so is the same one, if its serializer writes
   * it in other bytes each time.
   *
   * @param session as {@link #openSession()} gave it, at least 1
   * @param sequence from 1 to 2^41 - 1, a new one for each command; a session keeps the results of
   *     the latest {@code synod.sessions.window} sequences
   * @throws IllegalArgumentException if one of the numbers is out of bounds
   */
  <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command);

  /**
   * Opens a session; it expires when unused for {@code synod.sessions.ttl} of log time. A request
   * that was refused or is unknown may leave one behind that nobody uses and that so expires.
   */
  CompletionStage<Outcome<Long>> openSession();

  /** Answers a query; fails with {@link ReadFailedException} where that can't be done in time. */
  <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency);

  /** Answers a query linearizably. */
  default <R> CompletionStage<ReadResult<R>> read(Query<R> query) {
    return read(query, ReadConsistency.LINEARIZABLE);
  }

  /** What this node knows of the group. */
  CompletionStage<GroupStatus> status();

  /**
   * Who leads, as far as this node knows; empty while it knows of nobody. Costs a member nothing,
   * where {@link #status()} has it hash its state.
   */
  default CompletionStage<Optional<String>> leader() {
    return status().thenApply(GroupStatus::leader);
  }

  /**
   * Has this node's member save its state now, as it is after the last slot that it has applied,
   * and ends with that slot once the snapshot is safe on the disk: whenever that is, without a
   * time-out. What of the log may go then goes as after every snapshot (rule G1). Fails with {@link
   * SnapshotFailedException}; on a node without a member always.
   */
  default CompletionStage<Long> takeSnapshot() {
    return CompletableFuture.failedFuture(
        new SnapshotFailedException(
            SnapshotFailedException.Reason.NOT_READY,
            "no member of group " + name() + " is on this node; ask on a member's node"));
  }

  /**
   * Changes who the members are, or how many of them decide: ends the present epoch with a
   * stop-sign and begins the next (rules M1 to M6). Ends with the number of the epoch in which the
   * change holds, once that is settled: enough of its voters are in it, and one leads. What members
   * that left have stored is then needed no more (rule M3); asked for on the very member that is
   * removed, it ends before that is known. Fails with {@link MembershipException}, on a node
   * without a member always.
   *
   * @param epoch the change is void in any epoch but this one; if empty, in any but the present one
   * @throws IllegalArgumentException naming an id that no member can have
   */
  default CompletionStage<Long> reconfigure(MemberChange change, OptionalLong epoch) {
    return CompletableFuture.failedFuture(
        new MembershipException(
            MembershipException.Reason.NOT_READY,
            "no member of group " + name() + " is on this node; ask on a member's node"));
  }

  /** Submits, and brings the outcome to a typed actor as a message of its own protocol. */
  default <T, R> void ask(
      ActorContext<T> context, Command<R> command, Function<Outcome<R>, T> asMessage) {
    context.pipeToSelf(
        submit(command),
        (outcome, failure) ->
            asMessage.apply(
                outcome != null
                    ? outcome
                    : new Outcome.Unknown<>(Outcome.Doubt.STOPPED, String.valueOf(failure))));
  }
}
