package dev.synod.transaction;

import dev.synod.protocol.MemberId;
import dev.synod.shell.LastEvent;
import dev.synod.transaction.TransactionEvent.Recorded;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * An actor of transactions that remembers: what all the mail that waits wants remembered becomes
 * one write, and what is to be said of it leaves after that (rule A3). A journal that fails stops
 * it for good (rule D3).
 *
 * @param <S> what its journal amounts to
 */
abstract class Scribe<S> extends EventSourcedBehavior<TransactionMail, Recorded, S> {
  /** Events between two that say all. */
  static final long SPAN = 1024;

  /** Notes that are written at once, so that an event stays small. */
  private static final int MOST = 1000;

  /** Mail that waits while the disk works; more is lost. */
  private static final int STASH = 1 << 16;

  final ActorContext<TransactionMail> context;
  final Circle circle;
  final TransactionSeat seat;
  final MemberId node;
  private final NextWrite next = new NextWrite();
  private final LastEvent last;
  private boolean announced;
  private Optional<Circle> lastStranger = Optional.empty();

  /** All mail that came before it has been read. */
  enum Write implements TransactionMail {
    INSTANCE
  }

  /** Time has passed. */
  enum Tick implements TransactionMail {
    INSTANCE
  }

  Scribe(
      ActorContext<TransactionMail> context, Circle circle, CommitRole role, TransactionSeat seat) {
    super(PersistenceId.ofUniqueId(circle.persistenceId(seat.member(), role)));
    this.context = context;
    this.circle = circle;
    this.seat = seat;
    this.node = role.of(seat.member());
    this.last =
        new LastEvent(context, seat.journal(), circle.persistenceId(seat.member(), role), SPAN);
    context.setLoggerName(getClass());
  }

  /** Notes that say all, with what is not durable yet. */
  abstract List<Note> all();

  @Override
  public final String journalPluginId() {
    return seat.journal();
  }

  @Override
  public final String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  @Override
  public final Optional<Integer> stashCapacity() {
    return Optional.of(STASH);
  }

  /** What a turn does that ends with a write, or with an announced one. */
  final <C> Function<C, Effect<Recorded, S>> turn(Consumer<C> told) {
    return mail -> {
      told.accept(mail);
      return end();
    };
  }

  /** These are durable before this happens. */
  final void remember(List<Note> notes, Runnable afterwards) {
    next.add(notes, afterwards);
  }

  /** These are durable before anything that comes later. */
  final void remember(List<Note> notes) {
    remember(notes, () -> {});
  }

  /** This happens once all that came before it is durable. */
  final void afterwards(Runnable then) {
    remember(List.of(), then);
  }

  private Effect<Recorded, S> end() {
    if (next.notes().isEmpty()) {
      next.done();
      return Effect().none();
    }
    if (next.notes().size() >= MOST) {
      return write();
    }
    if (!announced) {
      announced = true;
      context.getSelf().tell(Write.INSTANCE);
    }
    return Effect().none();
  }

  /** Writes what is to be remembered, if anything is. */
  final Effect<Recorded, S> write() {
    announced = false;
    if (next.notes().isEmpty()) {
      return Effect().none();
    }
    boolean whole = last.says(lastSequenceNumber(context) + 1);
    return Effect()
        .persist(new Recorded(circle, whole, whole ? all() : next.notes()))
        .thenRun(
            written -> {
              next.done();
              last.written(lastSequenceNumber(context));
            });
  }

  /** Whether it comes from this circle. */
  final boolean hears(TransactionMessage message) {
    if (message.circle().equals(circle)) {
      return true;
    }
    if (!lastStranger.equals(Optional.of(message.circle()))) {
      lastStranger = Optional.of(message.circle());
      context
          .getLog()
          .warn(
              "{} speaks for {}, but this is {}: start it with one list and one protocol on all"
                  + " nodes",
              message.from(),
              message.circle(),
              circle);
    }
    return false;
  }
}
