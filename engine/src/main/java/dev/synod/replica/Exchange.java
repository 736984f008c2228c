package dev.synod.replica;

import com.google.protobuf.UnsafeByteOperations;
import dev.synod.api.StateMachine;
import dev.synod.protocol.LocalRequest;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Lends this member's snapshots to members that lag behind the log, and borrows one when this
 * member does (rules G3 to G5). It may block.
 *
 * <p>What was borrowed is verified and saved to the own disk first; only then does the replica go
 * on from it. A crash before that leaves the state as it was, one after it the new one.
 *
 * @param <S> the user's state
 */
final class Exchange<S> extends AbstractBehavior<Exchange.Command> {
  private static final Duration TICK = Duration.ofMillis(250);

  /** Not sooner again is a new snapshot taken because somebody asks for one, in milliseconds. */
  static final long RENEWAL = 10_000;

  private final Replica.Setup setup;
  private final Shelf<S> shelf;
  private final String persistenceId;
  private final ActorRef<? super LocalRequest> replica;
  private final TimerScheduler<Command> timers;
  private Lender lender;
  private Optional<Borrowing> borrowing = Optional.empty();
  private boolean installing;
  private long renewed = Long.MIN_VALUE / 2;

  /** What its replica hands on, and what it tells itself. */
  sealed interface Command {}

  /** The log does not lead on from the states through this slot; a snapshot above it will. */
  record Borrow(List<MemberId> others, MemberId source, long above) implements Command {
    static Borrow of(ReplicaNotice.Behind behind, List<MemberId> others, long saved) {
      return new Borrow(others, behind.source(), Math.max(saved, behind.through() - 1));
    }
  }

  /** The own disk has a snapshot of this slot by now. */
  record Kept(long slot) implements Command {}

  /** Another member asks. */
  record Lend(MemberId to, FetchSnapshot fetch) implements Command {}

  /** Another member lends. */
  record Lent(MemberId by, SnapshotPart part) implements Command {}

  private record Loaded(Optional<Object> newest, Optional<Throwable> failure) implements Command {}

  private record Saved<S>(
      ReplicaState<S> state, StateKept kept, long bytes, Optional<Throwable> failure)
      implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private enum Wake implements Command {
    INSTANCE
  }

  /** A state of another member, which takes so many bytes, is safe on this member's disk. */
  record Installed(ReplicaState<?> state, StateKept kept, long bytes) implements LocalRequest {}

  private Exchange(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Shelf<S> shelf,
      ActorRef<? super LocalRequest> replica) {
    super(context);
    this.setup = shelf.setup();
    this.shelf = shelf;
    this.persistenceId = shelf.persistenceId();
    this.replica = replica;
    this.timers = timers;
    this.lender = Lender.begin(Allowance.begin(setup.settings().replica().lendRate(), now()));
  }

  /** One beside a replica, which stops with it; none where there are no snapshots. */
  static Optional<ActorRef<Command>> spawn(
      ActorContext<Mail> replica, Replica.Setup setup, StateMachine<?> machine) {
    return Shelf.spawn(
        replica, setup, "exchange", store -> create(setup, machine, store, replica.getSelf()));
  }

  /** What there is to say of a member that should borrow but could keep nothing. */
  static String storeless(ReplicaNotice.Behind behind) {
    return "lags behind slot %d, which is gone at %s, and keeps no snapshots itself: it can't catch"
            .formatted(behind.through(), behind.source())
        + " up; set synod.replica.snapshot-store";
  }

  /**
   * One that keeps what it borrows in this store.
   *
   * @param store id of a Pekko snapshot store plugin
   */
  static <S> Behavior<Command> create(
      Replica.Setup setup,
      StateMachine<S> machine,
      String store,
      ActorRef<? super LocalRequest> replica) {
    return Behaviors.withTimers(
        timers ->
            Behaviors.setup(
                context ->
                    new Exchange<>(
                        context,
                        timers,
                        Shelf.of(context.getSystem(), setup, machine, store),
                        replica)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Lend.class, this::onLend)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessageEquals(Wake.INSTANCE, this::onWake)
        .onMessage(Borrow.class, this::onBorrow)
        .onMessage(Kept.class, this::onKept)
        .onMessage(Lent.class, this::onLent)
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Saved.class, this::onSaved)
        .build();
  }

  private Behavior<Command> onLend(Lend asked) {
    return lend(lender.asked(asked.to(), asked.fetch(), now()));
  }

  private Behavior<Command> onLoaded(Loaded loaded) {
    if (loaded.failure().isEmpty()) {
      try {
        return lend(
            lender.found(loaded.newest().map(Snapshot.class::cast).map(this::inMemory), now()));
      } catch (Exception | StackOverflowError | LinkageError unwritable) {
        return onUnread(unwritable);
      }
    }
    return onUnread(loaded.failure().get());
  }

  private Behavior<Command> onUnread(Throwable failure) {
    getContext()
        .getLog()
        .warn(
            "{}: the newest snapshot can't be read to be lent to {}, who get the one before or"
                + " ask again ({})",
            persistenceId,
            lender.askers().stream().map(Lender.Asker::id).toList(),
            failure.toString());
    Lender rest = lender.unread();
    if (rest.askers().size() < lender.askers().size()) {
      renew();
    }
    return lend(rest.onTime(now()));
  }

  private Behavior<Command> onWake() {
    return lend(lender.onTime(now()));
  }

  private Behavior<Command> lend(Step<Lender> step) {
    lender = step.state();
    step.effects().forEach(effect -> effect.perform(setup.seat().postbox()));
    if (lender.wantsDisk()) {
      lender = lender.reads();
      getContext()
          .pipeToSelf(
              shelf.newest(),
              (newest, failure) ->
                  new Loaded(
                      newest == null ? Optional.empty() : newest, Optional.ofNullable(failure)));
    }
    if (lender.wantsNewer()) {
      renew();
    }
    if (!lender.idle()) {
      timers.startSingleTimer(Wake.INSTANCE, Duration.ofMillis(lender.pause(now())));
    }
    return this;
  }

  /**
   * The newest snapshot does not lead its asker on, who asks since values behind it are gone from
   * all memories; or it can't be read.
   */
  private void renew() {
    if (now() - renewed >= RENEWAL) {
      renewed = now();
      replica.tell(new Replica.TakeSnapshot(new CompletableFuture<>()));
    }
  }

  private Lending inMemory(Snapshot newest) {
    int partBytes = lender.allowance().part(setup.settings().acceptor().pageBytes());
    return Lending.of(newest.appliedThrough(), shelf.write(newest), partBytes);
  }

  private Behavior<Command> onBorrow(Borrow borrow) {
    if (borrowing.isEmpty() && !installing) {
      getContext()
          .getLog()
          .info("{}: lags behind the log, takes a snapshot of {}", persistenceId, borrow.source());
      timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
      take(Borrowing.begin(borrow.others(), borrow.above(), borrow.source(), now()));
    }
    return this;
  }

  /** Rule G4: none that is older takes its place. */
  private Behavior<Command> onKept(Kept kept) {
    borrowing = borrowing.map(begun -> begun.above(kept.slot()));
    return lend(lender.kept(kept.slot()).onTime(now()));
  }

  private Behavior<Command> onLent(Lent lent) {
    if (borrowing.isPresent()) {
      take(borrowing.get().with(lent.by(), lent.part(), now()));
      if (borrowing.get().complete()) {
        install(lent.part());
      }
    }
    return this;
  }

  private Behavior<Command> onTick() {
    borrowing.ifPresent(begun -> take(begun.onTick(now())));
    if (borrowing.filter(Borrowing::hopeless).isPresent()) {
      end();
    }
    return this;
  }

  private void take(Step<Borrowing> step) {
    borrowing = Optional.of(step.state());
    step.effects().forEach(effect -> effect.perform(setup.seat().postbox()));
  }

  /** Whoever still lags will be told so again. */
  private void end() {
    borrowing = Optional.empty();
    timers.cancel(Tick.INSTANCE);
  }

  /** Rule G3: verified and durable before anything else. */
  private void install(SnapshotPart last) {
    try {
      Snapshot snapshot = arrived(joined(), last.digest());
      ReplicaState<S> state = shelf.restore(snapshot);
      StateKept kept = snapshot.kept();
      long bytes = snapshot.state().bytes().size();
      getContext()
          .pipeToSelf(
              shelf.save(snapshot),
              (saved, failure) -> new Saved<>(state, kept, bytes, Optional.ofNullable(failure)));
      installing = true;
    } catch (Exception | StackOverflowError | LinkageError refused) {
      warn(last.slot(), refused);
    }
  }

  /** The parts, which are many bytes, are gone when they are joined. */
  private Payload joined() {
    Payload parts = borrowing.flatMap(Borrowing::whole).orElseThrow();
    end();
    return new Payload(
        parts.serializerId(),
        parts.manifest(),
        UnsafeByteOperations.unsafeWrap(parts.bytes().toByteArray()));
  }

  private Snapshot arrived(Payload whole, String digest) {
    if (!Lending.digest(whole.bytes()).equals(digest)) {
      throw new IllegalArgumentException("its parts do not make up digest " + digest);
    }
    return shelf.payloads().readApart(whole, Snapshot.class);
  }

  private Behavior<Command> onSaved(Saved<?> saved) {
    installing = false;
    long slot = saved.state().appliedThrough();
    if (saved.failure().isPresent()) {
      warn(slot, saved.failure().get());
    } else {
      getContext().getLog().info("{}: goes on from a snapshot of slot {}", persistenceId, slot);
      replica.tell(new Installed(saved.state(), saved.kept(), saved.bytes()));
      return lend(lender.kept(slot).onTime(now()));
    }
    return this;
  }

  private void warn(long slot, Throwable reason) {
    getContext()
        .getLog()
        .warn(
            "{}: the snapshot of slot {} that was borrowed is not taken over, the next one will be"
                + " tried ({})",
            persistenceId,
            slot,
            reason.toString());
  }

  private long now() {
    return setup.seat().clock().getAsLong();
  }
}
