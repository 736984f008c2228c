package dev.synod.replica;

import dev.synod.api.StateMachine;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import dev.synod.shell.PersistencePlugins;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Brings a replica's states to the disk while the replica applies further slots: serializes, reads
 * back what it has written, saves, and only then deletes what is older. It may block.
 *
 * <p>The member's log is dropped behind a snapshot that is said to be saved, so nothing is said of
 * one that does not lead back to the very state (rule G1). A failure is told, and is the end of
 * nothing.
 *
 * @param <S> the user's state
 */
final class Snapshotter<S> extends AbstractBehavior<Snapshotter.Command> {
  private final Replica.Setup setup;
  private final StateMachine<S> machine;
  private final String store;
  private final String persistenceId;
  private final ActorRef<? super Reply> replica;
  private final Payloads payloads;
  private final PersistencePlugins plugins;

  /** What its replica asks, and what it tells itself. */
  sealed interface Command {}

  /**
   * Save this state; the next one only after the answer.
   *
   * @param frozen what the machine's {@code snapshotOf} made of the user's part
   */
  record Save(ReplicaState<?> state, Object frozen) implements Command {}

  /** This one is saved, or not. */
  record Ended(long slot, long logTime, Optional<Throwable> failure) implements Command {
    /** The state could not even be frozen. */
    static Ended failed(ReplicaState<?> state, Throwable failure) {
      return new Ended(state.appliedThrough(), state.logTime(), Optional.of(failure));
    }
  }

  private record Deleted(long through, Optional<Throwable> failure) implements Command {}

  /** The answer to {@link Save}. */
  sealed interface Reply extends LocalRequest {}

  /**
   * The state after this slot is safe on the disk.
   *
   * @param logTime of that state, in milliseconds
   */
  record Saved(long slot, long logTime) implements Reply {}

  /** It is not, for all that is known; the log says why. */
  record NotSaved(long slot) implements Reply {}

  private Snapshotter(
      ActorContext<Command> context,
      Replica.Setup setup,
      StateMachine<S> machine,
      String store,
      ActorRef<? super Reply> replica) {
    super(context);
    this.setup = setup;
    this.machine = machine;
    this.store = store;
    this.persistenceId = Snapshot.persistenceId(setup.group(), setup.self());
    this.replica = replica;
    this.payloads = new Payloads(context.getSystem());
    this.plugins = new PersistencePlugins(context.getSystem());
  }

  /**
   * One beside a replica, which stops with it; none if nothing is to be kept.
   *
   * @param replica watches it: without it nobody would ever learn why the disk fills up
   */
  static Optional<ActorRef<Command>> spawn(
      ActorContext<Mail> replica, Replica.Setup setup, StateMachine<?> machine) {
    return setup
        .settings()
        .replica()
        .snapshotStore()
        .map(
            store -> {
              ActorRef<Command> ref =
                  replica.spawn(
                      create(setup, machine, store, replica.getSelf()),
                      "snapshotter",
                      DispatcherSelector.blocking());
              replica.watch(ref);
              return ref;
            });
  }

  /**
   * One that saves to this store.
   *
   * @param store id of a Pekko snapshot store plugin
   */
  static <S> Behavior<Command> create(
      Replica.Setup setup, StateMachine<S> machine, String store, ActorRef<? super Reply> replica) {
    return Behaviors.setup(context -> new Snapshotter<>(context, setup, machine, store, replica));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Save.class, this::onSave)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Deleted.class, this::onDeleted)
        .build();
  }

  private Behavior<Command> onSave(Save save) {
    long slot = save.state().appliedThrough();
    long logTime = save.state().logTime();
    try {
      getContext()
          .pipeToSelf(
              plugins.saveSnapshot(store, persistenceId, slot, verified(save)),
              (saved, failure) -> new Ended(slot, logTime, Optional.ofNullable(failure)));
      return this;
    } catch (Exception | StackOverflowError | LinkageError failure) {
      return onEnded(Ended.failed(save.state(), failure));
    }
  }

  /** A snapshot that nobody can read would be noticed only when the log behind it is gone. */
  private Snapshot verified(Save save) {
    Snapshot snapshot =
        Snapshot.of(
            setup.group(), setup.configuration(), save.state(), save.frozen(), payloads::write);
    ReplicaState<S> restored =
        snapshot.restore(setup.group(), setup.configuration(), machine, this::read);
    Payload again = payloads.write(machine.snapshotOf(restored.state()));
    if (!again.equals(snapshot.state())) {
      throw new IllegalStateException(
          "the machine's stateOf makes a state of it that has another snapshot: it must be the"
              + " inverse of snapshotOf");
    }
    return snapshot;
  }

  private Object read(Payload payload) {
    return payloads.read(payload, Object.class);
  }

  private Behavior<Command> onEnded(Ended ended) {
    if (ended.failure().isPresent()) {
      getContext()
          .getLog()
          .warn(
              "{}: no snapshot of slot {} is saved, so the member's journal stays longer until the"
                  + " next one is ({})",
              persistenceId,
              ended.slot(),
              reason(ended.failure().get()));
      replica.tell(new NotSaved(ended.slot()));
    } else {
      replica.tell(new Saved(ended.slot(), ended.logTime()));
      deleteThrough(ended.slot() - 1);
    }
    return this;
  }

  private void deleteThrough(long slot) {
    getContext()
        .pipeToSelf(
            plugins.deleteSnapshots(store, persistenceId, slot),
            (deleted, failure) -> new Deleted(slot, Optional.ofNullable(failure)));
  }

  private Behavior<Command> onDeleted(Deleted deleted) {
    deleted
        .failure()
        .ifPresent(
            failure ->
                getContext()
                    .getLog()
                    .warn(
                        "{}: snapshots through {} are not deleted, they take room until the next"
                            + " one is saved ({})",
                        persistenceId,
                        deleted.through(),
                        reason(failure)));
    return this;
  }

  private static String reason(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause().toString()
        : failure.toString();
  }
}
