package dev.synod.testkit.sim;

import com.google.protobuf.ByteString;
import dev.synod.testkit.journal.StoredEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;

/**
 * One member's disk: records in the order of their writes, of which the first are synced. What is
 * not synced is lost by a crash from some record on, or from within one. A sync that fails latches
 * the disk: it serves nothing more until the member is started again.
 *
 * <p>Its journal tells damage as a sound one does: a torn record at the end was never acknowledged
 * and is dropped; any other damaged record ends the replay in an error, never in silence.
 */
final class SimDisk {
  /** Is told what becomes of the records. */
  interface Watcher {
    /** An event has become durable. */
    void durable(Object event);

    /** So many records were lost with the power. */
    void lost(int records);

    /** A record that was half written when the power failed is dropped. */
    void torn();
  }

  /** A written event, what was written, and the checksum that was written with it. */
  private record Stored(StoredEvent written, Object event, long checksum) {
    ByteString bytes() {
      return written.bytes();
    }

    Stored with(ByteString other) {
      return new Stored(
          new StoredEvent(written.envelope(), other, written.serializer(), written.manifest()),
          event,
          checksum);
    }

    boolean isOf(String persistenceId) {
      return written.envelope().persistenceId().equals(persistenceId);
    }

    boolean sound() {
      return SimDisk.checksum(bytes()) == checksum;
    }
  }

  /** A sync, on average. */
  private static final long SYNC_NANOS = 500_000;

  private final Schedule schedule;
  private final RandomGenerator dice;
  private final Serialization serialization;
  private final Watcher watcher;
  private final List<Stored> records = new ArrayList<>();
  private int synced;
  private boolean up;
  private boolean latched;
  private boolean refused;
  private int life;
  private boolean failNext;
  private long stalledUntil;

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
    if (records.size() > synced) {
      // Torn, so it was never acknowledged: a journal drops such a record when it is opened.
      records.remove(records.size() - 1);
      watcher.torn();
    }
    failNext = false;
    stalledUntil = 0;
  }

  /** The member is gone, with a part of what was not synced. */
  void powerOff() {
    up = false;
    life++;
    int survive =
        synced + (records.size() > synced ? dice.nextInt(records.size() - synced + 1) : 0);
    int torn = records.size() > survive && dice.nextBoolean() ? 1 : 0;
    watcher.lost(records.size() - survive);
    while (records.size() > survive + torn) {
      records.remove(records.size() - 1);
    }
    for (int i = synced; i < survive; i++) {
      watcher.durable(records.get(i).event());
    }
    synced = survive;
    if (torn > 0) {
      Stored last = records.get(survive);
      records.set(survive, last.with(last.bytes().substring(0, dice.nextInt(last.bytes().size()))));
    }
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
      int victim = dice.nextInt(synced);
      Stored record = records.get(victim);
      byte[] bytes = record.bytes().toByteArray();
      bytes[dice.nextInt(bytes.length)] ^= (byte) (1 << dice.nextInt(8));
      records.set(victim, record.with(ByteString.copyFrom(bytes)));
    }
  }

  /** An empty directory takes the place of this one. */
  void lose() {
    records.clear();
    synced = 0;
  }

  /** True if a sync or a read has failed in this life: then the member has to halt. */
  boolean failed() {
    return latched || refused;
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
            start + exponential(SYNC_NANOS),
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
            exponential(SYNC_NANOS),
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
      if (record.isOf(persistenceId)) {
        if (!record.sound()) {
          refused = true;
          failed.accept(new IOException("record " + i + " of the disk has another checksum"));
          return;
        }
        replay.accept(record.written().read(serialization));
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
              .filter(record -> record.isOf(persistenceId))
              .mapToLong(record -> record.written().sequenceNr())
              .max()
              .orElse(0));
    }
  }

  private Stored stored(PersistentRepr event) {
    StoredEvent written = StoredEvent.of(event, serialization);
    return new Stored(written, event.payload(), checksum(written.bytes()));
  }

  private static long checksum(ByteString bytes) {
    CRC32C sum = new CRC32C();
    bytes.asReadOnlyByteBufferList().forEach(sum::update);
    return sum.getValue();
  }

  private long exponential(long mean) {
    return (long) (-StrictMath.log(1 - dice.nextDouble()) * mean);
  }
}
