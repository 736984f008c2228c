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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
  private final Executor blocking;
  private final Map<TransactionId, CompletableFuture<Choice>> votes = new TreeMap<>();
  private final Set<TransactionId> ending = new HashSet<>();
  private CompletableFuture<?> ready = CompletableFuture.completedFuture(null);

  /** Calls this participant on the threads of this actor system. */
  public Resource(Participant<W> participant, Class<W> type, ActorSystem<?> system) {
    this.participant = participant;
    this.type = type;
    this.payloads = new Payloads(system);
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Asks what it has prepared; all other calls wait for that. */
  void recover(ActorRef<TransactionMail> asker) {
    CompletableFuture<Collection<TransactionId>> answer = call(participant::prepared);
    ready = answer;
    var unused =
        answer.whenComplete(
            (prepared, failure) ->
                asker.tell(
                    failure == null ? new InDoubt(List.copyOf(prepared)) : new Broken(failure)));
  }

  /** Asks for its vote; without work there is nothing to vote for. */
  void prepare(TransactionId transaction, Optional<Payload> work, ActorRef<TransactionMail> asker) {
    CompletableFuture<Choice> vote =
        work.map(payload -> vote(transaction, payload))
            .orElseGet(() -> CompletableFuture.completedFuture(Choice.ABORT));
    votes.put(transaction, vote);
    var unused = vote.thenAccept(choice -> asker.tell(new Voted(transaction, choice)));
  }

  private CompletableFuture<Choice> vote(TransactionId transaction, Payload payload) {
    return ready
        .thenCompose(
            recovered -> call(() -> participant.prepare(transaction, payloads.read(payload, type))))
        .exceptionally(
            failure -> {
              LOG.warn(
                  "transaction {} can't be prepared here, and is aborted", transaction, failure);
              return Choice.ABORT;
            });
  }

  /** Tells the outcome, unless it is being told. */
  void end(TransactionId transaction, Choice outcome, ActorRef<TransactionMail> asker) {
    if (!ending.add(transaction)) {
      return;
    }
    CompletableFuture<?> vote =
        Optional.<CompletableFuture<?>>ofNullable(votes.remove(transaction)).orElse(ready);
    var unused =
        vote.thenCompose(voted -> call(() -> told(transaction, outcome)))
            .whenComplete(
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

  private CompletionStage<Void> told(TransactionId transaction, Choice outcome) {
    return outcome == Choice.COMMIT
        ? participant.commit(transaction)
        : participant.abort(transaction);
  }

  private <T> CompletableFuture<T> call(Supplier<CompletionStage<T>> called) {
    return CompletableFuture.supplyAsync(
            () -> Objects.requireNonNull(called.get(), "the participant returned no stage"),
            blocking)
        .thenCompose(stage -> stage);
  }
}
