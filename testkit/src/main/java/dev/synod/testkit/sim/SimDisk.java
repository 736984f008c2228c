package dev.synod.testkit.sim;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import scala.concurrent.Promise;

/**
 * One member's disk: records in the order of their writes, of which the first are synced. What is
 * not synced is lost by a crash from some record on, or from within one. A sync that fails latches
 * the disk: it serves nothing more until the member is started again.
 *
 * <p>A deletion is a record like any other, and done once that is durable. A snapshot is written in
 * chunks, each of which is synced before the next, and exists with the manifest behind them.
 *
 * <p>Its journal tells damage as a sound one does: a torn record at the end was never acknowledged
 * and is dropped; any other damaged record ends the replay in an error, never in silence. So does
 * its snapshot store: no older snapshot takes the place of a damaged one.
 */
final class SimDisk {
  /** Is told what becomes of the records. */
  interface Watcher {
    /** An event has become durable. */
    void durable(Object event);

    /** A snapshot has become durable. */
    void saved(String persistenceId, long sequenceNr);

    /** A snapshot with this number was read, and is sound. */
    void loaded(String persistenceId, long sequenceNr);

    /** Events are deleted for good, through this one. */
    void deleted(String persistenceId, long through);

    /** So many events were lost with the power. */
    void lost(int events);

    /** A record that was half written when the power failed is dropped. */
    void torn();
  }

  /**
   * A record that waits for its sync.
   *
   * @param event its bytes, if it is an event
   * @param settle what it does once it is durable
   */
  private record Unsynced(Optional<Stored> event, Runnable settle) {
    Unsynced(Runnable settle) {
      this(Optional.empty(), settle);
    }

    boolean isEvent() {
      return event.isPresent();
    }

    Unsynced cut(RandomGenerator dice) {
      return new Unsynced(event.map(stored -> stored.cut(dice)), () -> {});
    }
  }

  /** A sync, on average. */
  private static final long SYNC_NANOS = 500_000;

  private static final int CHUNK_BYTES = 64 * 1024;

  private final Schedule schedule;
  private final RandomGenerator dice;
  private final Serialization serialization;
  private final Watcher watcher;
  private final Platter platter = new Platter();
  private final Deque<Unsynced> unsynced = new ArrayDeque<>();

  private final List<Promise<?>> questions = new ArrayList<>();

  /** So many records have been synced since the disk was new. */
  private long synced;

  private boolean up;
  private boolean latched;
  private boolean refused;
  private boolean outdated;
  private int life;
  private boolean failNext;
  private long stalledUntil;
  private OptionalLong fixedSync = OptionalLong.empty();

  SimDisk(Schedule schedule, RandomGenerator dice, Serialization serialization, Watcher watcher) {
    this.schedule = schedule;
    this.dice = dice;
    this.serialization = serialization;
    this.watcher = watcher;
  }

  /** The member runs. */
  void powerOn() {
    up = true;
    latched = false;
    refused = false;
    if (!unsynced.isEmpty()) {
      // Torn, so it was never acknowledged: a journal drops such a record when it is opened.
      unsynced.clear();
      watcher.torn();
    }
    failNext = false;
    stalledUntil = 0;
  }

  /** The member is gone, with a part of what was not synced. */
  void powerOff() {
    up = false;
    life++;
    int survive = unsynced.isEmpty() ? 0 : dice.nextInt(unsynced.size() + 1);
    boolean torn = unsynced.size() > survive && dice.nextBoolean();
    watcher.lost((int) unsynced.stream().skip(survive).filter(Unsynced::isEvent).count());
    settle(synced + survive);
    Optional<Unsynced> first = Optional.ofNullable(unsynced.peek());
    unsynced.clear();
    if (torn) {
      first.ifPresent(record -> unsynced.add(record.cut(dice)));
    }
    questions.forEach(question -> question.tryFailure(noPower()));
    questions.clear();
  }

  /** The next sync fails; whether its records are durable is left to chance. */
  void failNextSync() {
    failNext = true;
  }

  /** What has not failed yet will not. */
  void mend() {
    failNext = false;
    stalledUntil = 0;
  }

  /** From now on each sync takes exactly this long: for counting them. */
  void syncTakes(long nanos) {
    fixedSync = OptionalLong.of(nanos);
  }

  /** Syncs hang until then. */
  void stallUntil(long nanos) {
    stalledUntil = Math.max(stalledUntil, nanos);
  }

  /** Flips a bit in one event or snapshot; found when that is read. */
  void rot() {
    platter.rot(dice);
  }

  /** An empty directory takes the place of this one. */
  void lose() {
    platter.clear();
    unsynced.clear();
    outdated = false;
  }

  /** Keeps a copy of what is durable now, to be put in the place of what is then. */
  Runnable copy() {
    Platter copy = platter.copy();
    return () -> {
      platter.become(copy);
      unsynced.clear();
      outdated = true;
    };
  }

  /**
   * True if a sync or a read has failed in this life, or it is an older copy: then it must halt.
   */
  boolean failed() {
    return latched || refused || outdated;
  }

  /**
   * An answer to come, to somebody whom Pekko keeps until there is one. So it fails when the power
   * does; a persistent actor's own writes and reads are just forgotten with it.
   */
  <T> Promise<T> question() {
    Promise<T> question = Futures.promise();
    questions.removeIf(Promise::isCompleted);
    if (up) {
      questions.add(question);
    } else {
      question.failure(noPower());
    }
    return question;
  }

  void write(List<PersistentRepr> events, Runnable done, Consumer<Throwable> failed) {
    append(events.stream().map(this::event).toList(), done, failed);
  }

  private Unsynced event(PersistentRepr event) {
    Stored stored = Stored.event(event, serialization);
    return new Unsynced(
        Optional.of(stored),
        () -> {
          platter.add(stored);
          watcher.durable(event.payload());
        });
  }

  /** Deletes the events of this id through this number; the highest one stays known. */
  void deleteEvents(String persistenceId, long through, Runnable done, Consumer<Throwable> failed) {
    Runnable settle =
        () -> {
          platter.deleteEvents(persistenceId, through);
          watcher.deleted(persistenceId, through);
        };
    append(List.of(new Unsynced(settle)), done, failed);
  }

  /** Throws whatever the snapshot's serializer throws. */
  void saveSnapshot(
      String persistenceId,
      long sequenceNr,
      Object snapshot,
      Runnable done,
      Consumer<Throwable> failed) {
    Stored stored = Stored.snapshot(persistenceId, sequenceNr, snapshot, serialization);
    Unsynced manifest =
        new Unsynced(
            () -> {
              platter.put(persistenceId, stored);
              watcher.saved(persistenceId, sequenceNr);
            });
    int chunks = Math.max(1, (stored.size() + CHUNK_BYTES - 1) / CHUNK_BYTES);
    appendChunks(chunks, () -> append(List.of(manifest), done, failed), failed);
  }

  /** Without their manifest they are nothing. */
  private void appendChunks(int chunks, Runnable done, Consumer<Throwable> failed) {
    Runnable next = chunks == 1 ? done : () -> appendChunks(chunks - 1, done, failed);
    append(List.of(new Unsynced(() -> {})), next, failed);
  }

  /** Deletes the snapshots of this id that have such numbers. */
  void deleteSnapshots(
      String persistenceId, LongPredicate numbers, Runnable done, Consumer<Throwable> failed) {
    append(
        List.of(new Unsynced(() -> platter.deleteSnapshots(persistenceId, numbers))), done, failed);
  }

  /** Writes these, with one sync for all of them. */
  private void append(List<Unsynced> records, Runnable done, Consumer<Throwable> failed) {
    if (!up) {
      return;
    }
    if (latched) {
      failed.accept(latched());
      return;
    }
    unsynced.addAll(records);
    long end = synced + unsynced.size();
    long start = Math.max(0, stalledUntil - schedule.nanos());
    later(start, () -> synced(end, done, failed));
  }

  private void synced(long end, Runnable done, Consumer<Throwable> failed) {
    if (latched) {
      failed.accept(new IOException("a sync before this one has failed"));
    } else if (failNext) {
      latched = true;
      failed.accept(new IOException("sync failed"));
    } else {
      settle(end);
      done.run();
    }
  }

  private void settle(long end) {
    while (synced < end) {
      synced++;
      unsynced.remove().settle().run();
    }
  }

  /** All events of this id, in the order of their writes, the unsynced too. */
  void replay(
      String persistenceId,
      Consumer<PersistentRepr> replay,
      Runnable done,
      Consumer<Throwable> failed) {
    later(
        0,
        () -> {
          try {
            for (Stored event : events(persistenceId).toList()) {
              replay.accept(event.read(serialization));
            }
            done.run();
          } catch (IOException damaged) {
            refused = true;
            failed.accept(damaged);
          }
        });
  }

  private Stream<Stored> events(String persistenceId) {
    return Stream.concat(
        platter.events(persistenceId),
        unsynced.stream()
            .flatMap(record -> record.event().stream())
            .filter(event -> event.isOf(persistenceId)));
  }

  void highest(String persistenceId, Consumer<Long> done, Consumer<Throwable> failed) {
    if (latched) {
      failed.accept(latched());
    } else if (up) {
      done.accept(
          events(persistenceId)
              .mapToLong(Stored::sequenceNr)
              .reduce(platter.highest(persistenceId), Math::max));
    }
  }

  /** The newest snapshot of this id that has such a number, with that number. */
  void loadSnapshot(
      String persistenceId,
      LongPredicate numbers,
      Consumer<Optional<PersistentRepr>> done,
      Consumer<Throwable> failed) {
    if (!up) {
      return;
    }
    if (latched) {
      failed.accept(latched());
      return;
    }
    later(
        0,
        () -> {
          Optional<Stored> newest = platter.newestSnapshot(persistenceId, numbers);
          try {
            if (newest.isEmpty()) {
              done.accept(Optional.empty());
            } else {
              PersistentRepr snapshot = newest.get().read(serialization);
              watcher.loaded(persistenceId, snapshot.sequenceNr());
              done.accept(Optional.of(snapshot));
            }
          } catch (IOException damaged) {
            refused = true;
            failed.accept(damaged);
          }
        });
  }

  /** Once this time and that of a sync have passed, if the member still lives then. */
  private void later(long start, Runnable deed) {
    int born = life;
    var unused =
        schedule.after(
            start + fixedSync.orElseGet(() -> exponential(SYNC_NANOS)),
            () -> {
              if (born == life && up) {
                deed.run();
              }
            });
  }

  private static IOException noPower() {
    return new IOException("the disk has no power");
  }

  private static IOException latched() {
    return new IOException("the disk has failed before and serves nothing more");
  }

  private long exponential(long mean) {
    return (long) (-StrictMath.log(1 - dice.nextDouble()) * mean);
  }
}
