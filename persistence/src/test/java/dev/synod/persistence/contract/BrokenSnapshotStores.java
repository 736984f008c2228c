package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import scala.concurrent.Future;

/** Snapshot stores with one fault each, of the kind that a new store might have. */
final class BrokenSnapshotStores {
  private BrokenSnapshotStores() {}

  static final class IgnoresTheTime extends ReferenceSnapshotStore {
    IgnoresTheTime(Config section) {
      super(section);
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(
        String id, SnapshotSelectionCriteria criteria) {
      return super.doLoadAsync(
          id,
          SnapshotSelectionCriteria.create(
              criteria.maxSequenceNr(), Long.MAX_VALUE, criteria.minSequenceNr(), 0));
    }
  }

  static final class IgnoresTheLowerBoundOfADeletion extends ReferenceSnapshotStore {
    IgnoresTheLowerBoundOfADeletion(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
      return super.doDeleteAsync(
          id, SnapshotSelectionCriteria.create(criteria.maxSequenceNr(), criteria.maxTimestamp()));
    }
  }

  static final class LoadsWhatWasSavedLast extends ReferenceSnapshotStore {
    LoadsWhatWasSavedLast(Config section) {
      super(section);
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(
        String id, SnapshotSelectionCriteria criteria) {
      return of(id).values().stream()
          .map(Stored::metadata)
          .filter(criteria::matches)
          .max(Comparator.comparing(SnapshotMetadata::timestamp))
          .map(last -> super.doLoadAsync(id, only(last.sequenceNr())))
          .orElseGet(() -> Futures.successful(Optional.empty()));
    }

    private static SnapshotSelectionCriteria only(long sequenceNr) {
      return SnapshotSelectionCriteria.create(sequenceNr, Long.MAX_VALUE, sequenceNr, 0);
    }
  }

  static final class KeepsWhatIsDeleted extends ReferenceSnapshotStore {
    KeepsWhatIsDeleted(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
      return Futures.successful(null);
    }

    @Override
    public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
      return Futures.successful(null);
    }
  }

  static final class DeletesWhateverTheTime extends ReferenceSnapshotStore {
    DeletesWhateverTheTime(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
      return super.doDeleteAsync(
          new SnapshotMetadata(metadata.persistenceId(), metadata.sequenceNr(), 0));
    }
  }

  static final class KeepsTheFirstOfANumber extends ReferenceSnapshotStore {
    KeepsTheFirstOfANumber(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
      return of(metadata.persistenceId()).containsKey(metadata.sequenceNr())
          ? Futures.successful(null)
          : super.doSaveAsync(metadata, snapshot);
    }
  }

  static final class LosesMetadata extends ReferenceSnapshotStore {
    LosesMetadata(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
      return super.doSaveAsync(
          new SnapshotMetadata(
              metadata.persistenceId(), metadata.sequenceNr(), metadata.timestamp()),
          snapshot);
    }
  }

  /** As a store does that hands the bytes to another thread and does not wait for it. */
  static final class ConfirmsWhatItCanNotSave extends ReferenceSnapshotStore {
    ConfirmsWhatItCanNotSave(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
      super.doSaveAsync(metadata, snapshot);
      return Futures.successful(null);
    }
  }

  static final class MixesUpIds extends ReferenceSnapshotStore {
    MixesUpIds(Config section) {
      super(section);
    }

    @Override
    NavigableMap<Long, Stored> of(String id) {
      return super.of(id.replaceFirst("-1$", ""));
    }
  }

  static final class ForgetsAtARestart extends ReferenceSnapshotStore {
    private final String life = UUID.randomUUID().toString();

    ForgetsAtARestart(Config section) {
      super(section);
    }

    @Override
    NavigableMap<Long, Stored> of(String id) {
      return super.of(id + life);
    }
  }
}
