package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.serialization.Snapshot;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.util.ByteString;
import scala.concurrent.Future;

/**
 * The simplest snapshot store that keeps the whole contract: bytes in memory, which outlive the
 * actor system by lying under the name of a directory.
 */
class ReferenceSnapshotStore extends SnapshotStore {
  static final String ID = "synod.contract.snapshot-store";

  private static final Map<String, Map<String, NavigableMap<Long, Stored>>> MEMORIES =
      new ConcurrentHashMap<>();

  private final Map<String, NavigableMap<Long, Stored>> snapshots;
  private final Serialization serialization;

  /** Pekko calls this with the plugin's section. */
  ReferenceSnapshotStore(Config section) {
    this.snapshots =
        MEMORIES.computeIfAbsent(section.getString("memory"), name -> new ConcurrentHashMap<>());
    this.serialization = SerializationExtension.get(context().system());
  }

  /** Binds the id to this store, or to a broken one that is made of it. */
  static Config settings(Class<? extends ReferenceSnapshotStore> store, Path dir) {
    return ConfigFactory.parseString(
        """
        %s {
          class = "%s"
          memory = %s
          plugin-dispatcher = pekko.actor.default-dispatcher
        }
        """
            .formatted(ID, store.getName(), ConfigUtil.quoteString(dir.toString())));
  }

  /** Frees what all stores of this kind have remembered. */
  static void forget() {
    MEMORIES.clear();
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String id, SnapshotSelectionCriteria criteria) {
    return Futures.successful(
        of(id).descendingMap().values().stream()
            .filter(stored -> criteria.matches(stored.metadata()))
            .findFirst()
            .map(stored -> SelectedSnapshot.create(stored.metadata(), fromBytes(stored.bytes()))));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    try {
      of(metadata.persistenceId())
          .put(metadata.sequenceNr(), new Stored(metadata, toBytes(snapshot)));
      return Futures.successful(null);
    } catch (Exception unwritable) {
      return Futures.failed(unwritable);
    }
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    long time = metadata.timestamp();
    of(metadata.persistenceId())
        .computeIfPresent(
            metadata.sequenceNr(),
            (number, stored) -> time == 0 || time == stored.metadata().timestamp() ? null : stored);
    return Futures.successful(null);
  }

  @Override
  public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
    of(id).values().removeIf(stored -> criteria.matches(stored.metadata()));
    return Futures.successful(null);
  }

  NavigableMap<Long, Stored> of(String id) {
    return snapshots.computeIfAbsent(id, name -> new ConcurrentSkipListMap<>());
  }

  private ByteString toBytes(Object snapshot) {
    return ByteString.fromArray(serialization.serialize(new Snapshot(snapshot)).get());
  }

  private Object fromBytes(ByteString bytes) {
    return serialization.deserialize(bytes.toArray(), Snapshot.class).get().data();
  }

  record Stored(SnapshotMetadata metadata, ByteString bytes) {}
}
