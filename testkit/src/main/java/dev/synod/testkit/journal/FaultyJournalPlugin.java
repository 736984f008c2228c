package dev.synod.testkit.journal;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** The side of a {@link FaultyJournal} that Pekko Persistence sees; made by reflection. */
public final class FaultyJournalPlugin extends AsyncWriteJournal {
  private final FaultyJournal journal;
  private final Serialization serialization = SerializationExtension.get(context().system());

  /** Serves the journal that the configuration names. */
  public FaultyJournalPlugin(Config config) {
    this.journal = FaultyJournal.named(config.getString("name"));
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    List<AtomicWrite> all = StreamSupport.stream(writes.spliterator(), false).toList();
    List<StoredEvent> events =
        all.stream()
            .flatMap(write -> CollectionConverters.asJava(write.payload()).stream())
            .map(event -> StoredEvent.of(event, serialization))
            .toList();
    return journal.write(all.get(0).persistenceId(), all.size(), events);
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
    return journal.delete(persistenceId, to);
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
    try {
      journal
          .read(persistenceId, from, to, max)
          .forEach(event -> replay.accept(event.read(serialization)));
      return Futures.successful(null);
    } catch (Tape.DamagedException damaged) {
      damaged.before().forEach(event -> replay.accept(event.read(serialization)));
      return Futures.failed(damaged);
    }
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
    return Futures.successful(journal.highest(persistenceId));
  }
}
