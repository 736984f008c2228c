package dev.synod.replica;

import dev.synod.api.StateMachine;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import dev.synod.shell.PersistencePlugins;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Where a member's snapshots are, and how they are written and read: what those who save and those
 * who lend and borrow have in common.
 *
 * @param store id of a Pekko snapshot store plugin
 * @param <S> the user's state
 */
record Shelf<S>(
    Replica.Setup setup,
    StateMachine<S> machine,
    String store,
    Payloads payloads,
    PersistencePlugins plugins) {

  static <S> Shelf<S> of(
      ActorSystem<?> system, Replica.Setup setup, StateMachine<S> machine, String store) {
    return new Shelf<>(setup, machine, store, new Payloads(system), new PersistencePlugins(system));
  }

  /**
   * An actor beside a replica, which stops with it, and may block; none where there are no
   * snapshots.
   *
   * @param made of the store's id
   */
  static <C> Optional<ActorRef<C>> spawn(
      ActorContext<Mail> replica,
      Replica.Setup setup,
      String name,
      Function<String, Behavior<C>> made) {
    return setup
        .settings()
        .replica()
        .snapshotStore()
        .map(
            store -> {
              ActorRef<C> ref =
                  replica.spawn(made.apply(store), name, DispatcherSelector.blocking());
              replica.watch(ref);
              return ref;
            });
  }

  String persistenceId() {
    return Snapshot.persistenceId(setup.group(), setup.self());
  }

  CompletionStage<Done> save(Snapshot snapshot) {
    return plugins.saveSnapshot(store, persistenceId(), snapshot.appliedThrough(), snapshot);
  }

  CompletionStage<Optional<Object>> newest() {
    return plugins.newestSnapshot(store, persistenceId());
  }

  CompletionStage<Done> deleteThrough(long slot) {
    return plugins.deleteSnapshots(store, persistenceId(), slot);
  }

  /** What it makes of a large object is not copied again. */
  Payload write(Object object) {
    return payloads.writeLarge(object);
  }

  /** What was just written, unchecked. */
  ReplicaState<S> reread(Snapshot snapshot) {
    return snapshot.state(machine, payloads::readLarge);
  }

  ReplicaState<S> restore(Snapshot snapshot) {
    return snapshot.restore(setup.group(), setup.cluster(), machine, payloads::readLarge);
  }
}
