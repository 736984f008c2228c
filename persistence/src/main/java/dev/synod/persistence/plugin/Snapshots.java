package dev.synod.persistence.plugin;

import com.typesafe.config.Config;
import dev.synod.persistence.store.SnapshotId;
import dev.synod.persistence.store.StoredSnapshot;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;

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
    return Answers.of(
        store,
        open ->
            open.newestSnapshot(persistenceId, matching(criteria))
                .thenApplyAsync(
                    newest -> newest.map(snapshot -> selected(persistenceId, snapshot)), readers));
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
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return Answers.of(
        store,
        open ->
            open.deleteSnapshots(
                metadata.persistenceId(),
                id ->
                    id.sequence() == metadata.sequenceNr()
                        && (metadata.timestamp() == 0 || id.time() == metadata.timestamp())));
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
