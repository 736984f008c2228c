package dev.synod.persistence.plugin;

import com.typesafe.config.Config;
import dev.synod.persistence.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.japi.pf.ReceiveBuilder;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * The journal plugin {@code synod.persistence.leveldb.journal}.
 *
 * <p>It confirms a write when it is on the disk (rule A3). What can't be serialized, or is too
 * large, is rejected: no event of that {@code persistAll} is stored. A directory that can't be used
 * fails each call at once, with the line that says why.
 *
 * <p>It gathers what stands in its mailbox and then writes it itself, as one batch: its dispatcher
 * is a thread of its own, which waits for the disk.
 */
public final class Journal extends AsyncWriteJournal {
  private enum Gathered {
    WRITE
  }

  private final EventForm form;
  private final Executor readers;
  private final OpenStore store;
  private boolean gathering;

  /** Pekko calls this with the plugin's section. */
  public Journal(Config section) {
    ExtendedActorSystem system = (ExtendedActorSystem) context().system();
    this.form = new EventForm(system);
    this.readers = system.dispatchers().lookup(section.getString("replay-dispatcher"));
    this.store = OpenStore.get(system);
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
      Iterable<AtomicWrite> messages) {
    return answered(
        open -> {
          List<CompletableFuture<Optional<Exception>>> writes = new ArrayList<>();
          messages.forEach(write -> writes.add(write(open, write)));
          writeLater();
          return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
              .thenApply(all -> writes.stream().map(CompletableFuture::join).toList());
        });
  }

  /** Behind all that stands in the mailbox now. */
  private void writeLater() {
    if (!gathering) {
      gathering = true;
      self().tell(Gathered.WRITE, self());
    }
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receivePluginInternal() {
    return new ReceiveBuilder()
        .matchEquals(Gathered.WRITE, write -> writeGathered())
        .build()
        .onMessage();
  }

  private void writeGathered() {
    gathering = false;
    store.store().writeGathered();
  }

  private CompletableFuture<Optional<Exception>> write(Store open, AtomicWrite write) {
    List<List<ByteBuffer>> events = new ArrayList<>(write.size());
    try {
      for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
        events.add(form.write(event));
      }
    } catch (Exception rejected) {
      return open.reject(write.persistenceId(), write.lowestSequenceNr(), write.highestSequenceNr())
          .thenApply(passed -> Optional.of(rejected));
    }
    return Answers.rejection(open.gather(write.persistenceId(), write.lowestSequenceNr(), events));
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    return answered(open -> open.deleteEvents(persistenceId, toSequenceNr));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> callback) {
    return answered(
        open ->
            open.replay(persistenceId, fromSequenceNr, toSequenceNr, max)
                .thenAcceptAsync(
                    replay ->
                        replay.forEach(
                            (sequence, bytes) ->
                                callback.accept(form.read(persistenceId, sequence, bytes))),
                    readers));
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return answered(open -> open.highest(persistenceId));
  }

  private <T> Future<T> answered(Function<Store, CompletionStage<T>> question) {
    return Answers.of(store, question);
  }
}
