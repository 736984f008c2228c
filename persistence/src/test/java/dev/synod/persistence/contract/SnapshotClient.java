package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.DeleteSnapshotSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshots;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotResult;
import org.apache.pekko.persistence.SnapshotProtocol.SaveSnapshot;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import scala.jdk.javaapi.OptionConverters;

/** Speaks to a snapshot store as persistent actors do, and hears what they would hear. */
final class SnapshotClient {
  private final ActorRef store;
  private final TestProbe<Object> answers;
  private long lastTime;

  SnapshotClient(ActorTestKit kit, ActorRef store) {
    this.store = store;
    this.answers = kit.createTestProbe();
  }

  /** Saves a snapshot, later than the last one by the clock that snapshots are stamped with. */
  SnapshotMetadata save(String id, long sequenceNr, Object snapshot) {
    return save(new SnapshotMetadata(id, sequenceNr, 0), snapshot);
  }

  SnapshotMetadata save(SnapshotMetadata metadata, Object snapshot) {
    while (System.currentTimeMillis() <= lastTime) {
      Thread.onSpinWait();
    }
    send(metadata, snapshot);
    SnapshotMetadata saved = saved();
    lastTime = saved.timestamp();
    return saved;
  }

  /** Sends one to be saved and waits for nothing. */
  void send(SnapshotMetadata metadata, Object snapshot) {
    tell(new SaveSnapshot(metadata, snapshot));
  }

  /** The next answer to what was sent, which must be that it is saved. */
  SnapshotMetadata saved() {
    Object answer = answers.receiveMessage();
    assertThat(answer).isInstanceOf(SaveSnapshotSuccess.class);
    return ((SaveSnapshotSuccess) answer).metadata();
  }

  /** Requires that this can't be saved. */
  SaveSnapshotFailure fails(String id, long sequenceNr, Object snapshot) {
    send(new SnapshotMetadata(id, sequenceNr, 0), snapshot);
    Object answer = answers.receiveMessage();
    assertThat(answer).isInstanceOf(SaveSnapshotFailure.class);
    return (SaveSnapshotFailure) answer;
  }

  /** Saves the numbers 11 to 15, each as the snapshot of its own sequence number. */
  List<SnapshotMetadata> five(String id) {
    List<SnapshotMetadata> saved = new ArrayList<>();
    for (long number = 11; number <= 15; number++) {
      saved.add(save(id, number, number));
    }
    return saved;
  }

  Optional<SelectedSnapshot> load(String id) {
    return load(id, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE);
  }

  Optional<SelectedSnapshot> load(String id, SnapshotSelectionCriteria criteria) {
    return load(id, criteria, Long.MAX_VALUE);
  }

  Optional<SelectedSnapshot> load(
      String id, SnapshotSelectionCriteria criteria, long toSequenceNr) {
    tell(new LoadSnapshot(id, criteria, toSequenceNr));
    Object answer = answers.receiveMessage();
    assertThat(answer).isInstanceOf(LoadSnapshotResult.class);
    LoadSnapshotResult result = (LoadSnapshotResult) answer;
    assertThat(result.toSequenceNr()).isEqualTo(toSequenceNr);
    return OptionConverters.toJava(result.snapshot());
  }

  /** Asks for the newest one and waits for nothing. */
  void askFor(String id) {
    tell(new LoadSnapshot(id, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE));
  }

  /** The next answer to what was asked for, which must be a snapshot, or that there is none. */
  Optional<SelectedSnapshot> loaded() {
    Object answer = answers.receiveMessage();
    assertThat(answer).isInstanceOf(LoadSnapshotResult.class);
    return OptionConverters.toJava(((LoadSnapshotResult) answer).snapshot());
  }

  /** Only what was saved, for snapshots that tell their numbers themselves. */
  Optional<Object> content(String id, SnapshotSelectionCriteria criteria) {
    return load(id, criteria).map(SelectedSnapshot::snapshot);
  }

  void delete(SnapshotMetadata metadata) {
    tell(new DeleteSnapshot(metadata));
    assertThat(answers.receiveMessage()).isEqualTo(new DeleteSnapshotSuccess(metadata));
  }

  void delete(String id, SnapshotSelectionCriteria criteria) {
    tell(new DeleteSnapshots(id, criteria));
    assertThat(answers.receiveMessage()).isEqualTo(new DeleteSnapshotsSuccess(criteria));
  }

  private void tell(Object message) {
    store.tell(message, Adapter.toClassic(answers.getRef()));
  }
}
