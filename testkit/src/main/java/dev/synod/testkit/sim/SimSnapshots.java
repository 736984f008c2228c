package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.japi.pf.ReceiveBuilder;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.jspecify.annotations.Nullable;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.runtime.BoxedUnit;

/**
 * The snapshot store plugin of a simulated world: snapshots of {@code group|member|...} lie on
 * their member's simulated disk.
 *
 * <p>Pekko stamps them by the wall clock, on which no run may depend. So only their numbers count,
 * and a second one with the same number replaces the first.
 */
public final class SimSnapshots extends SnapshotStore {
  private final Drives drives = Drives.ofThisThread();

  /** Of the save that failed last, while Pekko tells this actor of it. */
  private @Nullable SnapshotMetadata failed;

  /** Called by Pekko, by reflection. */
  public SimSnapshots(Config config) {}

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    SimDisk disk = drives.of(persistenceId);
    Promise<Optional<PersistentRepr>> newest = disk.question();
    disk.loadSnapshot(persistenceId, numbers(criteria), newest::success, newest::failure);
    return newest.future().map(found -> found.map(SimSnapshots::selected), context().dispatcher());
  }

  private static SelectedSnapshot selected(PersistentRepr snapshot) {
    return SelectedSnapshot.create(
        SnapshotMetadata.apply(snapshot.persistenceId(), snapshot.sequenceNr()),
        snapshot.payload());
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    String persistenceId = metadata.persistenceId();
    SimDisk disk = drives.of(persistenceId);
    Promise<Void> done = disk.question();
    disk.saveSnapshot(
        persistenceId, metadata.sequenceNr(), snapshot, () -> done.success(null), done::failure);
    return done.future();
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receivePluginInternal() {
    return new ReceiveBuilder()
        .match(SaveSnapshotFailure.class, failure -> failed = failure.metadata())
        .build()
        .onMessage();
  }

  /**
   * Of a save that failed Pekko has whatever has its number deleted, with the very object that it
   * has just told this actor of. A snapshot that was saved before under that number stays.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // A user may ask for the deletion of an equal one.
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    boolean absent = metadata == failed;
    failed = null;
    return absent
        ? Futures.successful(null)
        : delete(metadata.persistenceId(), number -> number == metadata.sequenceNr());
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return delete(persistenceId, numbers(criteria));
  }

  private Future<Void> delete(String persistenceId, LongPredicate numbers) {
    SimDisk disk = drives.of(persistenceId);
    Promise<Void> done = disk.question();
    disk.deleteSnapshots(persistenceId, numbers, () -> done.success(null), done::failure);
    return done.future();
  }

  private static LongPredicate numbers(SnapshotSelectionCriteria criteria) {
    return number -> number >= criteria.minSequenceNr() && number <= criteria.maxSequenceNr();
  }
}
