package dev.synod.replica;

import dev.synod.api.Outcome;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.api.SnapshotFailedException;
import dev.synod.shell.Completions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Who waits for an answer of a replica, by the number of the request, or the slot of a snapshot.
 * Their futures are completed by {@link #release}, what a turn has ended as one task of the
 * dispatcher, never by the replica itself: a client's callback must not hold up the log.
 */
final class Callers {
  private final Map<Long, CompletableFuture<Outcome<Object>>> outcomes = new HashMap<>();
  private final Map<Long, Replica.Read> reads = new HashMap<>();
  private final Map<Long, Replica.TakeSnapshot> snapshots = new HashMap<>();
  private final Completions completions = new Completions();
  private long last;

  /** The number of a command that waits from now on. */
  long enter(CompletableFuture<Outcome<Object>> outcome) {
    outcomes.put(++last, outcome);
    return last;
  }

  /** The number of a read that waits from now on. */
  long enter(Replica.Read read) {
    reads.put(++last, read);
    return last;
  }

  /**
   * Somebody asks for a snapshot; who has to wait for it hears by {@link #saved} or {@link
   * #notSaved}.
   *
   * @param slot the last one applied
   * @return whether one is to be taken
   */
  boolean enter(Replica.TakeSnapshot asked, Cadence cadence, long slot) {
    Optional<SnapshotFailedException> refusal = cadence.refusal(slot);
    if (refusal.isPresent()) {
      completions.fail(asked.slot(), refusal.get());
    } else if (cadence.savedThrough() == slot) {
      completions.complete(asked.slot(), slot);
    } else {
      snapshots.put(slot, asked);
      return true;
    }
    return false;
  }

  /** The state after this slot is on the disk. */
  void saved(long slot) {
    Replica.TakeSnapshot asked = snapshots.remove(slot);
    if (asked != null) {
      completions.complete(asked.slot(), slot);
    }
  }

  /** It is not. */
  void notSaved(long slot) {
    Replica.TakeSnapshot asked = snapshots.remove(slot);
    if (asked != null) {
      String line =
          "the snapshot of slot %d is not saved: this member's log says why, in a warning; mend"
              + " that and ask again";
      completions.fail(
          asked.slot(),
          new SnapshotFailedException(
              SnapshotFailedException.Reason.NOT_SAVED, line.formatted(slot)));
    }
  }

  void end(List<Ended> endings) {
    for (Ended ended : endings) {
      CompletableFuture<Outcome<Object>> future = outcomes.remove(ended.request());
      if (future != null) {
        complete(future, ended.outcome());
      }
    }
  }

  /**
   * Ends a read that was entered.
   *
   * @param answer what it gets, unless it has failed
   */
  void end(Reads.Ready ready, Function<Replica.Read, ReadResult<Object>> answer) {
    Replica.Read read = reads.remove(ready.request());
    if (read != null) {
      ready
          .failure()
          .ifPresentOrElse(
              detail -> fail(read, new ReadFailedException(detail)), () -> end(read, answer));
    }
  }

  /** Ends a read that never waited. */
  private void end(Replica.Read read, Function<Replica.Read, ReadResult<Object>> answer) {
    try {
      complete(read.result(), answer.apply(read));
    } catch (Exception thrown) {
      ReadFailedException failure = new ReadFailedException("the query's handler threw " + thrown);
      failure.initCause(thrown);
      fail(read, failure);
    }
  }

  private void fail(Replica.Read read, ReadFailedException failure) {
    completions.fail(read.result(), failure);
  }

  <T> void complete(CompletableFuture<T> future, T value) {
    completions.complete(future, value);
  }

  /**
   * Ends a call with a value that takes long to make: neither the replica nor its dispatcher waits.
   *
   * @param value must not throw
   */
  static <T> void completeLate(
      ActorContext<?> actor, CompletableFuture<T> future, Supplier<T> value) {
    actor
        .getSystem()
        .dispatchers()
        .lookup(DispatcherSelector.blocking())
        .execute(() -> future.complete(value.get()));
  }

  /** Lets them know what the turn has ended, by the actor's dispatcher. */
  void release(ActorContext<?> actor) {
    completions.release(actor.getExecutionContext());
  }

  /** Lets them know at once: the actor has stopped, and its dispatcher may stop next. */
  void releaseNow() {
    completions.releaseNow();
  }
}
