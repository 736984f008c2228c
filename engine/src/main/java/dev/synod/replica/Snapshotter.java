package dev.synod.replica;

import com.google.protobuf.ByteString;
import dev.synod.api.StateMachine;
import dev.synod.metrics.SnapshotMeters;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.shell.PersistencePlugins;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
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
  private final Shelf<S> shelf;
  private final String persistenceId;
  private final ActorRef<? super Reply> replica;
  private final SnapshotMeters meters;

  /** What its replica asks, and what it tells itself. */
  sealed interface Command {}

  /**
   * Save this state; the next one only after the answer.
   *
   * @param frozen what the machine's {@code snapshotOf} made of the user's part
   */
  record Save(ReplicaState<?> state, Object frozen) implements Command {}

  /** This one is saved, or not. */
  record Ended(SnapshotSaved state, Optional<StateKept> kept, Optional<Throwable> failure)
      implements Command {
    /** The state could not even be frozen. */
    static Ended failed(ReplicaState<?> state, Throwable failure) {
      return new Ended(state.asSaved(0), Optional.empty(), Optional.of(failure));
    }
  }

  /** What to tell it of a state that is to be saved; its machine may fail to freeze it. */
  static <S> Command task(ReplicaState<S> state, StateMachine<S> machine) {
    try {
      return new Save(state, machine.snapshotOf(state.state()));
    } catch (Exception | StackOverflowError thrown) {
      return Ended.failed(state, thrown);
    }
  }

  private record Deleted(long through, Optional<Throwable> failure) implements Command {}

  /** The answer to {@link Save}. */
  sealed interface Reply extends LocalRequest {}

  /**
   * This state is safe on the disk.
   *
   * @param kept what the others hear of it
   */
  record Saved(SnapshotSaved state, StateKept kept) implements Reply {}

  /** It is not, for all that is known; the log says why. */
  record NotSaved(long slot) implements Reply {}

  private Snapshotter(
      ActorContext<Command> context, Shelf<S> shelf, ActorRef<? super Reply> replica) {
    super(context);
    this.setup = shelf.setup();
    this.shelf = shelf;
    this.persistenceId = shelf.persistenceId();
    this.replica = replica;
    this.meters = setup.seat().meters().snapshots();
  }

  /**
   * One beside a replica, which stops with it; none if nothing is to be kept.
   *
   * @param replica watches it: without it nobody would ever learn why the disk fills up
   */
  static Optional<ActorRef<Command>> spawn(
      ActorContext<Mail> replica, Replica.Setup setup, StateMachine<?> machine) {
    return Shelf.spawn(
        replica, setup, "snapshotter", store -> create(setup, machine, store, replica.getSelf()));
  }

  /**
   * One that saves to this store.
   *
   * @param store id of a Pekko snapshot store plugin
   */
  static <S> Behavior<Command> create(
      Replica.Setup setup, StateMachine<S> machine, String store, ActorRef<? super Reply> replica) {
    return Behaviors.setup(
        context ->
            new Snapshotter<>(
                context, Shelf.of(context.getSystem(), setup, machine, store), replica));
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
    meters.begun();
    try {
      Snapshot snapshot = verified(save);
      SnapshotSaved state = save.state().asSaved(snapshot.state().bytes().size());
      Optional<StateKept> kept = Optional.of(snapshot.kept());
      getContext()
          .pipeToSelf(
              shelf.save(snapshot),
              (saved, failure) -> new Ended(state, kept, Optional.ofNullable(failure)));
      return this;
    } catch (Exception | StackOverflowError | LinkageError failure) {
      return onEnded(Ended.failed(save.state(), failure));
    }
  }

  /**
   * A snapshot that nobody can read would be noticed only when the log behind it is gone. The bytes
   * of the first writing, which may be many, are gone when the state that they lead back to is
   * written again; those of the second are saved.
   */
  private Snapshot verified(Save save) {
    Trial<S> trial = tried(save);
    Payload again = shelf.write(shelf.machine().snapshotOf(trial.restored().state()));
    if (!trial.repeatedBy(again)) {
      throw new IllegalStateException(
          "the machine's stateOf makes a state of it that has another snapshot: it must be the"
              + " inverse of snapshotOf");
    }
    return trial.rest().with(again);
  }

  private Trial<S> tried(Save save) {
    Payload first = Snapshot.written(save.frozen(), shelf::write);
    String hash = StateHash.whole(save.state(), first);
    Snapshot snapshot =
        Snapshot.of(setup.group(), setup.cluster(), save.state(), first, hash, shelf::write);
    return new Trial<>(
        snapshot.with(new Payload(first.serializerId(), first.manifest(), ByteString.EMPTY)),
        first.bytes().size(),
        hash,
        shelf.reread(snapshot));
  }

  /**
   * What is left of a first writing.
   *
   * @param rest without the bytes of the user's state
   * @param size how many those were
   * @param hash the whole SHA-256 of those and of what is beside them
   * @param restored the state that they lead back to
   */
  private record Trial<S>(Snapshot rest, int size, String hash, ReplicaState<S> restored) {
    boolean repeatedBy(Payload again) {
      return again.serializerId() == rest.state().serializerId()
          && again.manifest().equals(rest.state().manifest())
          && again.bytes().size() == size
          && StateHash.whole(restored, again).equals(hash);
    }
  }

  private Behavior<Command> onEnded(Ended ended) {
    long slot = ended.state().through();
    if (ended.failure().isPresent()) {
      getContext()
          .getLog()
          .warn(
              "{}: no snapshot of slot {} is saved, so the member's journal stays longer until the"
                  + " next one is ({})",
              persistenceId,
              slot,
              PersistencePlugins.reason(ended.failure().get()));
      meters.failed();
      replica.tell(new NotSaved(slot));
    } else {
      meters.saved(ended.state().bytes());
      replica.tell(new Saved(ended.state(), ended.kept().orElseThrow()));
      deleteThrough(slot - 1);
    }
    return this;
  }

  private void deleteThrough(long slot) {
    getContext()
        .pipeToSelf(
            shelf.deleteThrough(slot),
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
                        PersistencePlugins.reason(failure)));
    return this;
  }
}
