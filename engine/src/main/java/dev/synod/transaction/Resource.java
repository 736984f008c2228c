package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.Participant;
import dev.synod.api.TransactionId;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import dev.synod.transaction.TransactionNode.Broken;
import dev.synod.transaction.TransactionNode.InDoubt;
import dev.synod.transaction.TransactionNode.Settled;
import dev.synod.transaction.TransactionNode.Unsettled;
import dev.synod.transaction.TransactionNode.Voted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's resource manager, as its participant's actor sees it, which alone calls this:
 * each call runs on a thread that may block, and its end comes as mail. Of one transaction the
 * outcome waits for the vote.
 */
public final class Resource<W> {
  private static final Logger LOG = LoggerFactory.getLogger(Resource.class);

  private final Participant<W> participant;
  private final Class<W> type;
  private final Payloads payloads;
  private final Executor prepares;
  private final Executor outcomes;
  private final long patience;
  private final Map<TransactionId, CompletableFuture<Choice>> votes = new TreeMap<>();

  /** Those whose outcome is being told; also read by the threads that prepare. */
  private final Set<TransactionId> ending = ConcurrentHashMap.newKeySet();

  private CompletableFuture<?> ready = new CompletableFuture<>();

  /**
   * Calls this participant.
   *
   * @param patience after which a call that has not ended is told of
   */
  public Resource(
      Participant<W> participant, Class<W> type, ActorSystem<?> system, Duration patience) {
    this.participant = participant;
    this.type = type;
    this.payloads = new Payloads(system);
    this.prepares = dispatcher(system, "prepare");
    this.outcomes = dispatcher(system, "outcome");
    this.patience = patience.toMillis();
  }

  /** Prepares that wait for each other's locks must leave threads to the calls that end them. */
  private static Executor dispatcher(ActorSystem<?> system, String calls) {
    return system
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("synod.commit." + calls + "-dispatcher"));
  }

  /** Asks what it has prepared; all other calls wait for that. */
  void recover(ActorRef<TransactionMail> asker) {
    CompletableFuture<List<TransactionId>> answer =
        call(participant::prepared, outcomes).thenApply(List::copyOf);
    ready = answer;
    warnIfLate(answer, "the participant has not told what it has prepared");
    var unused =
        answer.whenComplete(
            (prepared, failure) ->
                asker.tell(failure == null ? new InDoubt(prepared) : new Broken(failure)));
  }

  /** Asks for its vote; without work there is nothing to vote for. */
  void prepare(TransactionId transaction, Optional<Payload> work, ActorRef<TransactionMail> asker) {
    CompletableFuture<Choice> vote =
        work.map(payload -> vote(transaction, payload))
            .orElseGet(() -> ready.thenApply(recovered -> Choice.ABORT));
    votes.put(transaction, vote);
    var unused = vote.thenAccept(choice -> asker.tell(new Voted(transaction, choice)));
  }

  private CompletableFuture<Choice> vote(TransactionId transaction, Payload payload) {
    return ready
        .thenCompose(recovered -> call(() -> asked(transaction, payload), prepares))
        .thenApply(vote -> Objects.requireNonNull(vote, "the participant voted null"))
        .exceptionally(
            failure -> {
              LOG.warn("{} can't be prepared here, and is aborted", transaction, failure);
              return Choice.ABORT;
            });
  }

  /** Tells the outcome, once there is a vote if it was asked for, unless it is being told. */
  void end(TransactionId transaction, Choice outcome, ActorRef<TransactionMail> asker) {
    if (!ending.add(transaction)) {
      return;
    }
    CompletableFuture<?> vote =
        Optional.<CompletableFuture<?>>ofNullable(votes.remove(transaction)).orElse(ready);
    // Never a second call beside one that has not ended: it might be about to end well.
    CompletableFuture<Void> told =
        vote.thenCompose(voted -> call(() -> told(transaction, outcome), outcomes));
    warnIfLate(
        told,
        "the participant has not voted in %s, or not done what was decided".formatted(transaction));
    var unused =
        told.whenComplete(
            (done, failure) ->
                asker.tell(
                    failure == null
                        ? new Settled(transaction)
                        : new Unsettled(transaction, failure)));
  }

  /** The end of a telling has come as mail. */
  void ended(TransactionId transaction) {
    ending.remove(transaction);
  }

  /** What was aborted while it waited for a thread is not prepared any more. */
  private CompletionStage<Choice> asked(TransactionId transaction, Payload payload) {
    return ending.contains(transaction)
        ? CompletableFuture.completedStage(Choice.ABORT)
        : participant.prepare(transaction, payloads.read(payload, type));
  }

  private CompletionStage<Void> told(TransactionId transaction, Choice outcome) {
    return outcome == Choice.COMMIT
        ? participant.commit(transaction)
        : participant.abort(transaction);
  }

  private void warnIfLate(CompletableFuture<?> answer, String what) {
    if (answer.isDone()) {
      return;
    }
    var unused =
        answer
            .copy()
            .orTimeout(patience, TimeUnit.MILLISECONDS)
            .whenComplete(
                (done, failure) -> {
                  if (failure instanceof TimeoutException) {
                    LOG.warn("{} after {} ms; what waits for that goes on waiting", what, patience);
                  }
                });
  }

  private static <T> CompletableFuture<T> call(
      Supplier<CompletionStage<T>> called, Executor threads) {
    return CompletableFuture.supplyAsync(
            () -> Objects.requireNonNull(called.get(), "the participant returned no stage"),
            threads)
        .thenCompose(stage -> stage);
  }
}
