package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.opening;
import static dev.synod.replica.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.ReplicaSettings;
import dev.synod.shell.Payloads;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.PVector;

/** The replica's actor keeps its state while it goes on, and begins with what was kept. */
class ReplicaSnapshotTest extends ReplicaScene {
  private static final String ID = "g|n1|replica";
  private static final Value LARGE =
      new Value.Commands(0, ByteString.copyFromUtf8(" ".repeat(968)));

  private SnapshotTestKit store;

  @BeforeEach
  void open() {
    store = SnapshotTestKit.create(kit.system());
    store.clearAll();
    store.resetPolicy();
  }

  private void keepEvery(int slots) {
    begin(with(slots), Given.nothing());
  }

  private static ReplicaSettings with(int slots) {
    return new ReplicaSettings(
        Optional.of(PersistenceTestKitSnapshotPlugin.PluginId()),
        slots,
        2000,
        OptionalLong.empty());
  }

  @Test
  void keepsTheStateExactlyAfterAMultiple() {
    keepEvery(3);
    Value line = batches.of(70, opening(N2, 5), user(1, 1, "a"), user(1, 2, "throw"));
    Value more = batches.of(80, user(1, 3, "b"));

    // In one delivery with what follows it.
    replica.tell(new Deliver(1, List.of(Value.NO_OP, Value.NO_OP, line, more), 4));

    peers.expectMessage(new LearnerNotice.Applied(4));
    peers.expectMessage(new SnapshotSaved(3, 70, Given.CONFIGURATION, 1));
    assertThat(newest().state().bytes().toStringUtf8()).isEqualTo("a");
    assertThat(newest().sessions().get(0).results()).hasSize(2);
    assertThat(status().snapshotThrough()).isEqualTo(3);
    assertThat(status().appliedThrough()).isEqualTo(4);
  }

  @Test
  void keepsTheStateSoonerIfMuchIsApplied() {
    keepEvery(1000);

    replica.tell(new Deliver(1, Collections.nCopies(3, LARGE), 3));

    peers.expectMessage(new LearnerNotice.Applied(3));
    peers.expectMessage(new SnapshotSaved(2, 0, Given.CONFIGURATION, 0));
  }

  /** L5: the disk is slow, the log is not. */
  @Test
  void appliesOnWhileOneIsBeingSavedAndBeginsNoOther() {
    HeldStore held = new HeldStore();
    var unused = store.withPolicy(held);
    keepEvery(1);
    deliver(1, Value.NO_OP);
    held.awaitSave();

    for (long slot = 2; slot <= 9; slot++) {
      deliver(slot, Value.NO_OP);
    }
    assertThat(status().snapshotThrough()).isZero();
    held.release();
    peers.expectMessage(new SnapshotSaved(1, 0, Given.CONFIGURATION, 0));

    deliver(10, Value.NO_OP);
    peers.expectMessage(new SnapshotSaved(10, 0, Given.CONFIGURATION, 0));
  }

  /** G1: of what is not on the disk the learner hears nothing. */
  @Test
  void triesAgainAtTheNextMultipleIfOneIsNotSaved() {
    store.failNextPersisted(ID, new IllegalStateException("no room"));
    keepEvery(2);

    AtomicLong slot = new AtomicLong();
    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              long next = slot.incrementAndGet();
              replica.tell(new Deliver(next, List.of(Value.NO_OP), next));
              return status().snapshotThrough();
            },
            through -> through > 0);

    List<Object> told =
        peers.fishForMessage(
            SOON,
            notice ->
                notice instanceof SnapshotSaved
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore());
    assertThat(((SnapshotSaved) told.get(0)).through()).isGreaterThan(2).isEven();
    assertThat(newest().appliedThrough()).isEqualTo(status().snapshotThrough());
  }

  @Test
  void goesOnIfTheMachineGivesNoSnapshot() {
    keepEvery(1);
    replica.tell(
        new Deliver(1, List.of(batches.of(1, opening(N2, 5), user(1, 1, "no snapshot"))), 1));

    peers.expectMessage(new LearnerNotice.Applied(1));
    deliver(2, Value.NO_OP);

    assertThat(localLength()).isEqualTo(1);
    assertThat(status().snapshotThrough()).isZero();
  }

  /** Nobody asked for it. */
  @Test
  void keepsNothingWithoutAStore() {
    deliver(1, Value.NO_OP);

    assertThat(status().snapshotThrough()).isZero();
    store.expectNothingPersisted(ID);
  }

  /** S1, S2, mistake 22: executed before the snapshot, retried after it. */
  @Test
  void answersARetryFromBeforeTheSnapshotWithTheRecordedResult() {
    keepEvery(2);
    deliver(1, batches.of(5, opening(N2, 5)));
    replica.tell(new Deliver(2, List.of(batches.of(6, user(1, 1, "a"), user(1, 2, "throw"))), 2));
    peers.expectMessage(new LearnerNotice.Applied(2));
    peers.expectMessage(new SnapshotSaved(2, 6, Given.CONFIGURATION, 1));
    String hash = status().stateHash();

    begin(with(2), newestRestored());
    GroupStatus begun = status();
    replica.tell(Given.N2_LEADS);
    List<LogCommand> ownSession = submitted();
    CompletionStage<Outcome<Integer>> reply = door.submit(1, 1, new Journal.Line("a"));
    deliver(3, batches.of(7, submitted().get(0)));
    CompletionStage<Outcome<Integer>> failure = door.submit(1, 2, new Journal.Line("throw"));
    replica.tell(new Deliver(4, List.of(batches.of(8, submitted().get(0))), 4));

    assertThat(begun.appliedThrough()).isEqualTo(2);
    assertThat(begun.chosenThrough()).isEqualTo(2);
    assertThat(begun.snapshotThrough()).isEqualTo(2);
    assertThat(begun.logTimeMillis()).isEqualTo(6);
    assertThat(begun.stateHash()).isEqualTo(hash);
    assertThat(ownSession).hasSize(1);
    assertThat(reply).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(1, 2));
    assertRejected(failure, Outcome.Reason.FAILED, "no throw here");
    assertThat(localLength()).isEqualTo(1);
    // The next test begins with an empty store.
    Awaitility.await().atMost(SOON).until(() -> status().snapshotThrough() == 4);
  }

  /** R1: a read that needs no more than the snapshot is answered, one that needs more waits. */
  @Test
  void readsWhatTheSnapshotHoldsAtOnce() {
    ReplicaState<PVector<String>> empty = Given.nothing();
    begin(with(2), new ReplicaState<>(1, 0, Given.CONFIGURATION, empty.state(), empty.sessions()));
    replica.tell(Given.N2_LEADS);
    List<LogCommand> ownSession = submitted();
    CompletionStage<ReadResult<Integer>> read =
        door.read(new Journal.Length(), ReadConsistency.LINEARIZABLE);

    replica.tell(from(N2, new ReadIndex(asked(), 1, false)));

    assertThat(ownSession).hasSize(1);
    assertThat(read).succeedsWithin(SOON).isEqualTo(new ReadResult<>(0, 1));
  }

  private Snapshot newest() {
    return (Snapshot) store.persistedInStorage(ID).get(0).second();
  }

  private ReplicaState<?> newestRestored() {
    Payloads payloads = new Payloads(kit.system());
    return newest()
        .restore(
            GROUP,
            CONFIGURATION.digest(),
            new Journal(),
            payload -> payloads.read(payload, Object.class));
  }
}
