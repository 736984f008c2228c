package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The journal plugin of a simulated world: every persistence id {@code group|member|...} lies on
 * its member's simulated disk.
 */
public final class SimJournal extends AsyncWriteJournal {
  private final Drives drives = Drives.ofThisThread();

  /** Called by Pekko, by reflection. */
  public SimJournal(Config config) {}

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    List<PersistentRepr> events = new ArrayList<>();
    List<Optional<Exception>> stored = new ArrayList<>();
    for (AtomicWrite write : writes) {
      events.addAll(CollectionConverters.asJava(write.payload()));
      stored.add(Optional.empty());
    }
    Promise<Iterable<Optional<Exception>>> done = Futures.promise();
    drives
        .of(events.get(0).persistenceId())
        .write(events, () -> done.success(stored), done::failure);
    return done.future();
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
    SimDisk disk = drives.of(persistenceId);
    Promise<Void> done = disk.question();
    disk.deleteEvents(persistenceId, to, () -> done.success(null), done::failure);
    return done.future();
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
    Promise<Void> done = Futures.promise();
    drives
        .of(persistenceId)
        .replay(
            persistenceId,
            event -> {
              if (event.sequenceNr() >= from && event.sequenceNr() <= to) {
                replay.accept(event);
              }
            },
            () -> done.success(null),
            done::failure);
    return done.future();
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
    Promise<Long> highest = Futures.promise();
    drives.of(persistenceId).highest(persistenceId, highest::success, highest::failure);
    return highest.future();
  }
}
