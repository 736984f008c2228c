package dev.synod.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import scala.jdk.javaapi.OptionConverters;

/**
 * What Pekko's plugins can do and its typed API does not offer: to delete events without a snapshot
 * of the actor, and to keep snapshots without an actor that is event-sourced. The only place that
 * knows Pekko's own protocol with them.
 *
 * <p>Each answer comes when the plugin confirms; it fails with the plugin's own reason, or with a
 * {@link java.util.concurrent.TimeoutException}, after which it may still be done.
 */
public final class PersistencePlugins {
  /** A snapshot may be large, its disk busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ActorSystem<?> system;
  private final Persistence persistence;

  /** Runs what is said to an answer, which Scala's futures would have done by a new thread. */
  private final Executor executor;

  /** Those of this actor system. */
  public PersistencePlugins(ActorSystem<?> system) {
    this.system = system;
    this.persistence = Persistence.get(system);
    this.executor = system.executionContext();
  }

  /** Deletes the events of this id through this sequence number; the highest one stays known. */
  public CompletionStage<Done> deleteEvents(String journal, String persistenceId, long through) {
    return ask(
            persistence.journalFor(journal, persistence.journalFor$default$2()),
            asker -> new JournalProtocol.DeleteMessagesTo(persistenceId, through, asker))
        .thenApplyAsync(
            answer -> {
              if (answer instanceof DeleteMessagesFailure failure) {
                throw refused("events through " + through, persistenceId, failure.cause());
              }
              return Done.getInstance();
            },
            executor);
  }

  /** Saves the snapshot of this id with this sequence number. */
  public CompletionStage<Done> saveSnapshot(
      String store, String persistenceId, long sequence, Object snapshot) {
    SnapshotMetadata metadata = SnapshotMetadata.apply(persistenceId, sequence);
    return ask(snapshots(store), asker -> new SnapshotProtocol.SaveSnapshot(metadata, snapshot))
        .thenApplyAsync(
            answer -> {
              if (answer instanceof SaveSnapshotFailure failure) {
                throw refused("snapshot " + sequence, persistenceId, failure.cause());
              }
              return Done.getInstance();
            },
            executor);
  }

  /** The newest snapshot of this id, if there is one; fails if it is there but can't be read. */
  public CompletionStage<Optional<Object>> newestSnapshot(String store, String persistenceId) {
    return ask(
            snapshots(store),
            asker ->
                new SnapshotProtocol.LoadSnapshot(
                    persistenceId, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE))
        .thenApplyAsync(
            answer -> {
              if (answer instanceof SnapshotProtocol.LoadSnapshotFailed failure) {
                throw refused("the newest snapshot", persistenceId, failure.cause());
              }
              return OptionConverters.toJava(
                      ((SnapshotProtocol.LoadSnapshotResult) answer).snapshot())
                  .map(SelectedSnapshot::snapshot);
            },
            executor);
  }

  /** Deletes the snapshots of this id through this sequence number. */
  public CompletionStage<Done> deleteSnapshots(String store, String persistenceId, long through) {
    return ask(
            snapshots(store),
            asker ->
                new SnapshotProtocol.DeleteSnapshots(
                    persistenceId, SnapshotSelectionCriteria.create(through, Long.MAX_VALUE)))
        .thenApplyAsync(
            answer -> {
              if (answer instanceof DeleteSnapshotsFailure failure) {
                throw refused("snapshots through " + through, persistenceId, failure.cause());
              }
              return Done.getInstance();
            },
            executor);
  }

  private ActorRef snapshots(String store) {
    return persistence.snapshotStoreFor(store, persistence.snapshotStoreFor$default$2());
  }

  /** What follows the answer runs on the actor system's dispatcher, not on a pool of the JDK. */
  private CompletionStage<Object> ask(ActorRef plugin, Function<ActorRef, Object> question) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    Patterns.askWithReplyTo(plugin, question::apply, PATIENCE.toMillis())
        .onComplete(
            result ->
                result.isSuccess()
                    ? answer.complete(result.get())
                    : answer.completeExceptionally(result.failed().get()),
            system.executionContext());
    return answer;
  }

  private static IllegalStateException refused(String what, String persistenceId, Throwable why) {
    return new IllegalStateException(
        "%s of %s: the plugin has failed (%s)".formatted(what, persistenceId, why), why);
  }

  /**
   * Why a stage of one of these calls has failed, without what the stages have wrapped around it.
   */
  public static String reason(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause().toString()
        : failure.toString();
  }
}
