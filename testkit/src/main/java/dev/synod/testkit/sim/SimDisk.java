package dev.synod.testkit.sim;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * One member's disk: records in the order of their writes, of which the first are synced. What is
 * not synced is lost by a crash from some record on. A sync that fails latches the disk: it serves
 * nothing more until the member is started again.
 *
 * <p>Its journal tells damage as a sound one does: a torn record at the end was never acknowledged
 * and is dropped; any other damaged record ends the replay in an error, never in silence.
 */
final class SimDisk {
  /** Is told of every event when it has become durable. */
  interface Watcher {
    void durable(Object event);
  }

  private record Stored(
      PersistentRepr repr, Object event, ByteString bytes, int serializer, String manifest) {}

  private final Schedule schedule;
  private final RandomGenerator dice;
  private final Serialization serialization;
  private final Watcher watcher;
  private final List<Stored> records = new ArrayList<>();
  private int synced;
  private int damagedAt = -1;
  private boolean up;
  private boolean latched;
  private int life;
  private boolean failNext;
  private long stalledUntil;
  private long syncNanos = 500_000;

  SimDisk(Schedule schedule, RandomGenerator dice, Serialization serialization, Watcher watcher) {
    this.schedule = schedule;
    this.dice = dice;
    this.serialization = serialization;
    this.watcher = watcher;
  }

  /** How long a sync takes on average. */
  void syncTakes(long nanos) {
    syncNanos = nanos;
  }

  /** The member runs. */
  void powerOn() {
    up = true;
    latched = false;
    failNext = false;
    stalledUntil = 0;
  }

  /** The member is gone, with a part of what was not synced. */
  void powerOff() {
    up = false;
    life++;
    int survive =
        synced + (records.size() > synced ? dice.nextInt(records.size() - synced + 1) : 0);
    while (records.size() > survive) {
      records.remove(records.size() - 1);
    }
    for (int i = synced; i < survive; i++) {
      watcher.durable(records.get(i).event());
    }
    synced = records.size();
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

  /** Syncs hang until then. */
  void stallUntil(long nanos) {
    stalledUntil = Math.max(stalledUntil, nanos);
  }

  /** Flips a bit in one record; found at the next replay. */
  void rot() {
    if (synced > 0) {
      damagedAt = dice.nextInt(synced);
    }
  }

  /** An empty directory takes the place of this one. */
  void lose() {
    records.clear();
    synced = 0;
    damagedAt = -1;
  }

  /** True once a sync has failed in this life. */
  boolean latched() {
    return latched;
  }

  /** True if a bit of it was flipped. */
  boolean damaged() {
    return damagedAt >= 0;
  }

  void write(List<PersistentRepr> events, Runnable done, Consumer<Throwable> failed) {
    if (!up) {
      return;
    }
    if (latched) {
      failed.accept(new IOException("the disk has failed before and serves nothing more"));
      return;
    }
    events.forEach(event -> records.add(stored(event)));
    int end = records.size();
    int born = life;
    long start = Math.max(0, stalledUntil - schedule.nanos());
    var unused =
        schedule.after(
            start + exponential(syncNanos),
            () -> {
              if (born == life && up) {
                synced(end, done, failed);
              }
            });
  }

  private void synced(int end, Runnable done, Consumer<Throwable> failed) {
    if (latched) {
      failed.accept(new IOException("a sync before this one has failed"));
    } else if (failNext) {
      latched = true;
      failed.accept(new IOException("sync failed"));
    } else {
      for (int i = synced; i < end; i++) {
        watcher.durable(records.get(i).event());
      }
      synced = Math.max(synced, end);
      done.run();
    }
  }

  void replay(
      String persistenceId,
      Consumer<PersistentRepr> replay,
      Runnable done,
      Consumer<Throwable> failed) {
    int born = life;
    var unused =
        schedule.after(
            exponential(syncNanos),
            () -> {
              if (born == life && up) {
                replayNow(persistenceId, replay, done, failed);
              }
            });
  }

  private void replayNow(
      String persistenceId,
      Consumer<PersistentRepr> replay,
      Runnable done,
      Consumer<Throwable> failed) {
    for (int i = 0; i < records.size(); i++) {
      Stored record = records.get(i);
      if (record.repr().persistenceId().equals(persistenceId)) {
        if (i == damagedAt) {
          failed.accept(new IOException("record " + i + " of the disk has another checksum"));
          return;
        }
        replay.accept(record.repr().withPayload(read(record)));
      }
    }
    done.run();
  }

  void highest(String persistenceId, Consumer<Long> done, Consumer<Throwable> failed) {
    if (latched) {
      failed.accept(new IOException("the disk has failed before and serves nothing more"));
    } else if (up) {
      done.accept(
          records.stream()
              .map(Stored::repr)
              .filter(repr -> repr.persistenceId().equals(persistenceId))
              .mapToLong(PersistentRepr::sequenceNr)
              .max()
              .orElse(0));
    }
  }

  /** Bytes, not objects: what a codec forgets is forgotten here, too. */
  private Stored stored(PersistentRepr repr) {
    Object event = repr.payload();
    Serializer serializer = serialization.findSerializerFor(event);
    return new Stored(
        repr,
        event,
        ByteString.copyFrom(serializer.toBinary(event)),
        serializer.identifier(),
        Serializers.manifestFor(serializer, event));
  }

  private Object read(Stored record) {
    return serialization
        .deserialize(record.bytes().toByteArray(), record.serializer(), record.manifest())
        .get();
  }

  private long exponential(long mean) {
    return (long) (-StrictMath.log(1 - dice.nextDouble()) * mean);
  }
}
