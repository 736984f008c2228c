package dev.synod.node;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.replica.ReplicaState;
import dev.synod.replica.Snapshot;
import dev.synod.shell.Payloads;
import dev.synod.shell.PersistencePlugins;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * Brings back the state that a member begins with: its newest snapshot's, or the empty one if its
 * disk holds none.
 *
 * <p>A snapshot that can't be used is the end of the member, for its journal need not hold the log
 * that led to it any more: no older one takes its place, and the log is not begun anew (rule D2).
 *
 * @param <S> the user's state
 */
record Restoration<S>(Part<S> part, Configuration founding) {

  /**
   * What a replica begins with.
   *
   * @param kept what the others hear of the snapshot, if there is one
   * @param bytes that the user's part takes there; 0 if there is none
   */
  record Restored<S>(ReplicaState<S> state, Optional<StateKept> kept, long bytes) {}

  /**
   * Fails with an IllegalStateException whose message is one line that says what to do. The user's
   * part is read on the dispatcher for what blocks, since it may be large.
   */
  CompletionStage<Restored<S>> begin(ActorSystem<?> system) {
    Payloads payloads = new Payloads(system);
    return newest(new PersistencePlugins(system))
        .exceptionally(
            failure -> {
              throw unusable(
                  "the newest snapshot of " + persistenceId(), PersistencePlugins.reason(failure));
            })
        .thenApplyAsync(
            found -> found.map(object -> restored(object, payloads)).orElseGet(this::empty),
            system.dispatchers().lookup(DispatcherSelector.blocking()));
  }

  private CompletionStage<Optional<Object>> newest(PersistencePlugins plugins) {
    Optional<String> store = part.settings().replica().snapshotStore();
    try {
      return store.isEmpty()
          ? CompletableFuture.completedFuture(Optional.empty())
          : plugins.newestSnapshot(store.get(), persistenceId());
    } catch (RuntimeException noSuchPlugin) {
      return CompletableFuture.failedFuture(noSuchPlugin);
    }
  }

  private Restored<S> restored(Object object, Payloads payloads) {
    if (!(object instanceof Snapshot snapshot)) {
      throw unusable(
          "the newest snapshot of " + persistenceId(), "it is a " + object.getClass().getName());
    }
    try {
      ReplicaState<S> state =
          snapshot.restore(
              part.group(),
              founding.digest(),
              part.machine(),
              payload -> payloads.read(payload, Object.class));
      return new Restored<>(state, Optional.of(snapshot.kept()), snapshot.state().bytes().size());
    } catch (Exception | StackOverflowError | LinkageError unreadable) {
      throw unusable(
          "snapshot %d of %s".formatted(snapshot.appliedThrough(), persistenceId()),
          unreadable.toString());
    }
  }

  private Restored<S> empty() {
    try {
      return new Restored<>(
          ReplicaState.empty(part.machine().emptyState(), founding), Optional.empty(), 0);
    } catch (RuntimeException thrown) {
      throw new IllegalStateException("its machine has no empty state, it throws " + thrown);
    }
  }

  private String persistenceId() {
    return Snapshot.persistenceId(part.group(), part.self());
  }

  private static IllegalStateException unusable(String what, String why) {
    return new IllegalStateException(
        "%s can't be used (%s). The log that led to it may be gone, so neither an older one nor the"
                .formatted(what, why)
            + " beginning of the log takes its place: mend what keeps it from being read, or"
            + " replace this member");
  }
}
