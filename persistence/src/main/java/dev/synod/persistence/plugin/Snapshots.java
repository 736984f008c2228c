package dev.synod.persistence.plugin;

import com.typesafe.config.Config;
import dev.synod.persistence.store.SnapshotId;
import dev.synod.persistence.store.Store;
import dev.synod.persistence.store.StoreException;
import dev.synod.persistence.store.StoredSnapshot;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.japi.pf.ReceiveBuilder;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.jspecify.annotations.Nullable;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;

/**
 * The snapshot store plugin {@code synod.persistence.leveldb.snapshot-store}, on the journal's
 * store.
 *
 * <p>A snapshot is confirmed when it is on the disk, whole. The newest one that is asked for is
 * loaded, or loading fails: never an older one in its stead (rule D2).
 */
public final class Snapshots extends SnapshotStore {
  private final SnapshotForm form;
  private final Executor readers;
  private final OpenStore store;

  /** Of the save that failed last, while Pekko tells this actor of it. */
  private @Nullable SnapshotMetadata failed;

  /** Pekko calls this with the plugin's section. */
  public Snapshots(Config section) {
    ExtendedActorSystem system = (ExtendedActorSystem) context().system();
    this.form = new SnapshotForm(system);
    this.readers = system.dispatchers().lookup(section.getString("read-dispatcher"));
    this.store = OpenStore.get(system);
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return Answers.of(store, open -> newest(open, persistenceId, matching(criteria)));
  }

  private CompletableFuture<Optional<SelectedSnapshot>> newest(
      Store open, String persistenceId, Predicate<SnapshotId> which) {
    return open.newestSnapshot(persistenceId, which)
        .thenComposeAsync(
            newest -> {
              try {
                return CompletableFuture.completedFuture(
                    newest.map(snapshot -> selected(persistenceId, snapshot)));
              } catch (StoreException unread) {
                // Another one is the newest now; each further round needs a further deletion.
                return unread.kind() == StoreException.Kind.GONE
                    ? newest(open, persistenceId, which)
                    : CompletableFuture.failedFuture(unread);
              }
            },
            readers);
  }

  private SelectedSnapshot selected(String persistenceId, StoredSnapshot snapshot) {
    return form.read(persistenceId, snapshot.id(), ByteBuffer.wrap(snapshot.read()));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return Answers.of(
        store,
        open ->
            CompletableFuture.supplyAsync(() -> form.write(metadata, snapshot), readers)
                .thenCompose(
                    bytes ->
                        open.saveSnapshot(
                            metadata.persistenceId(),
                            new SnapshotId(metadata.sequenceNr(), metadata.timestamp()),
                            bytes)));
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receivePluginInternal() {
    return new ReceiveBuilder()
        .match(SaveSnapshotFailure.class, failure -> failed = failure.metadata())
        .build()
        .onMessage();
  }

  /**
   * Of a save that failed Pekko has whatever has its number deleted, and an older one may have it.
   * It does so with the very object that it has just told this actor of. There is nothing to
   * delete: what failed is absent, and what was only late counts when it lands.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // A user may ask for the deletion of an equal one.
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    boolean absent = metadata == failed;
    failed = null;
    if (absent) {
      return Future.successful(null);
    }
    return Answers.of(
        store,
        open ->
            open.deleteSnapshots(
                metadata.persistenceId(),
                id -> names(metadata, metadata.persistenceId(), id.sequence(), id.time())));
  }

  /** Without a time any is meant. */
  private static boolean names(SnapshotMetadata metadata, String id, long sequence, long time) {
    return metadata.persistenceId().equals(id)
        && metadata.sequenceNr() == sequence
        && (metadata.timestamp() == 0 || metadata.timestamp() == time);
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return Answers.of(store, open -> open.deleteSnapshots(persistenceId, matching(criteria)));
  }

  private static Predicate<SnapshotId> matching(SnapshotSelectionCriteria criteria) {
    return id ->
        id.sequence() >= criteria.minSequenceNr()
            && id.sequence() <= criteria.maxSequenceNr()
            && id.time() >= criteria.minTimestamp()
            && id.time() <= criteria.maxTimestamp();
  }
}
