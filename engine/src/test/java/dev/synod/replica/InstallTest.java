package dev.synod.replica;

import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.opening;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.ReplicaNotice.Behind;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.ReplicaSettings;
import dev.synod.shell.Payloads;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.SnapshotMeta;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.PVector;

/** The replica's actor goes on from a state that another member has lent. */
class InstallTest extends ReplicaScene {
  private static final String ID = "g|n1|replica";

  private final Interpreter<PVector<String>> interpreter =
      new Interpreter<>(batches, Journal.Line::read, new Journal().commandHandler());
  private SnapshotTestKit store;

  @BeforeEach
  void open() {
    store = SnapshotTestKit.create(kit.system());
    store.clearAll();
    store.resetPolicy();
    keepEvery(1000);
  }

  private void keepEvery(int slots) {
    ReplicaSettings settings =
        new ReplicaSettings(
            Optional.of(PersistenceTestKitSnapshotPlugin.PluginId()),
            slots,
            1 << 20,
            OptionalLong.empty());
    begin(settings, Given.nothing());
  }

  @Test
  void goesOnAfterTheSlotOfTheState() {
    deliver(1, batches.of(1, opening(N2, 5)));
    ReplicaState<PVector<String>> lent =
        after(batches.of(1, opening(N2, 5)), batches.of(20, Given.user(1, 1, "a")), Value.NO_OP);

    install(lent, 20);

    GroupStatus status = status();
    assertThat(status.appliedThrough()).isEqualTo(3);
    assertThat(status.chosenThrough()).isEqualTo(3);
    assertThat(status.snapshotThrough()).isEqualTo(3);
    assertThat(status.logTimeMillis()).isEqualTo(20);
    assertThat(status.stateHash()).isEqualTo(hash(lent));
    assertThat(localLength()).isEqualTo(1);
    deliver(4, batches.of(30, Given.user(1, 2, "b")));
    assertThat(localLength()).isEqualTo(2);
  }

  /** P2: such a delivery was on its way when the state came. */
  @Test
  void passesOverWhatTheStateHoldsOfALateDelivery() {
    install(after(batches.of(1, opening(N2, 5), Given.user(1, 1, "a")), Value.NO_OP), 1);

    Value twice = batches.of(2, Given.user(1, 1, "a"), Given.user(1, 2, "b"));
    replica.tell(new Deliver(1, List.of(Value.NO_OP), 1));
    peers.expectMessage(new LearnerNotice.Applied(2));
    replica.tell(new Deliver(1, List.of(Value.NO_OP, Value.NO_OP, twice), 3));
    peers.expectMessage(new LearnerNotice.Applied(3));

    assertThat(localLength()).isEqualTo(2);
  }

  /** G4. The learner may know that it is on the disk all the same. */
  @Test
  void keepsItsOwnStateIfThatHasComeAsFar() {
    for (long slot = 1; slot <= 3; slot++) {
      deliver(slot, Value.NO_OP);
    }
    String own = status().stateHash();
    Value line = batches.of(1, opening(N2, 5), Given.user(1, 1, "a"));

    install(after(line, Value.NO_OP), 1);
    install(after(line, Value.NO_OP, Value.NO_OP), 1);

    assertThat(status().appliedThrough()).isEqualTo(3);
    assertThat(status().stateHash()).isEqualTo(own);
    assertThat(localLength()).isZero();
    deliver(4, Value.NO_OP);
  }

  /** What was known to be chosen beyond it is so still. */
  @Test
  void neverTakesBackWhatItKnowsToBeChosen() {
    replica.tell(new Deliver(1, List.of(Value.NO_OP), 9));
    peers.expectMessage(new LearnerNotice.Applied(1));

    install(after(Value.NO_OP, Value.NO_OP), 0);

    assertThat(status().chosenThrough()).isEqualTo(9);
  }

  /** S2: the outcome is in the state, and the client is told when the resent command comes. */
  @Test
  void answersACommandOfASlotWithinTheStateWithTheRecordedResult() {
    replica.tell(N2_LEADS);
    LogCommand ownSession = submitted().get(0);
    CompletionStage<Outcome<Integer>> reply = door.submit(1, 1, new Journal.Line("a"));
    LogCommand line = submitted().get(0);
    CompletionStage<Outcome<Integer>> failure = door.submit(1, 2, new Journal.Line("throw"));
    LogCommand throwing = submitted().get(0);

    install(after(batches.of(5, opening(N2, 5)), batches.of(6, line, ownSession, throwing)), 6);
    assertThat(reply).isNotDone();
    clock.addAndGet(100);
    List<LogCommand> again = submitted();
    assertThat(again).containsExactly(ownSession, line, throwing);
    replica.tell(new Deliver(3, List.of(batches.of(7, again.toArray(LogCommand[]::new))), 3));

    assertThat(reply).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(1, 2));
    assertRejected(failure, Outcome.Reason.FAILED, "no throw here");
    assertThat(localLength()).isEqualTo(1);
    assertThat(status().sessions()).isEqualTo(2);
  }

  /** R1d: a read that waited for a slot within it is answered, one for a later slot waits. */
  @Test
  void answersReadsThatWaitedForASlotWithinTheState() {
    replica.tell(N2_LEADS);
    assertThat(submitted()).hasSize(1);
    CompletionStage<ReadResult<Integer>> within =
        door.read(new Journal.Length(), ReadConsistency.LINEARIZABLE);
    replica.tell(from(N2, new ReadIndex(asked(), 3, false)));
    CompletionStage<ReadResult<Integer>> beyond =
        door.read(new Journal.Length(), ReadConsistency.LINEARIZABLE);
    replica.tell(from(N2, new ReadIndex(asked(), 5, false)));

    Value line = batches.of(6, opening(N2, 5), Given.user(1, 1, "a"));
    install(after(Value.NO_OP, line, Value.NO_OP, Value.NO_OP), 6);

    assertThat(within).succeedsWithin(SOON).isEqualTo(new ReadResult<>(1, 4));
    assertThat(beyond).isNotDone();
    deliver(5, Value.NO_OP);
    assertThat(beyond).succeedsWithin(SOON).isEqualTo(new ReadResult<>(1, 5));
  }

  /** One is on its way to the disk already, and that is the only one at a time. */
  @Test
  void waitsForItsOwnSnapshotThatIsBeingSaved() {
    HeldStore held = new HeldStore();
    var unused = store.withPolicy(held);
    keepEvery(1);
    deliver(1, Value.NO_OP);
    held.awaitSave();

    install(after(Value.NO_OP, Value.NO_OP, Value.NO_OP), 0);
    deliver(4, Value.NO_OP);
    held.release();
    peers.expectMessage(new SnapshotSaved(1, 0, Given.CONFIGURATION, 0));

    assertThat(status().snapshotThrough()).isEqualTo(3);
    deliver(5, Value.NO_OP);
    peers.expectMessage(new SnapshotSaved(5, 0, Given.CONFIGURATION, 0));
  }

  /** G3, G5: from the learner's word to the state on the own disk. */
  @Test
  void borrowsWhatAnotherMemberLends() {
    ReplicaState<PVector<String>> lent =
        after(batches.of(1, opening(N2, 5), Given.user(1, 1, "a")), Value.NO_OP);
    Lending lending = Lending.of(2, payloads().write(snapshot(lent)), 1024);

    replica.tell(new Behind(N2, 2));
    peers.expectMessage(new Sent(N2, new FetchSnapshot(0, 0, 1)));
    SnapshotPart only = lending.part(new FetchSnapshot(0, 0, 1));
    assertThat(only.size()).isEqualTo(only.part().bytes().size());
    replica.tell(from(N2, only));

    peers.expectMessage(new SnapshotSaved(2, 1, Given.CONFIGURATION, 1));
    assertThat(status().stateHash()).isEqualTo(hash(lent));
    assertThat(store.persistedInStorage(ID)).hasSize(1);
    deliver(3, Value.NO_OP);
  }

  @Test
  void lendsWhatItsDiskHas() {
    Snapshot kept = snapshot(after(Value.NO_OP, Value.NO_OP));
    store.persistForRecovery(ID, List.of(Pair.create(SnapshotMeta.create(2), kept)));

    replica.tell(from(N2, new FetchSnapshot(0, 0, 0)));

    Lending lending = Lending.of(2, payloads().write(kept), 1024);
    peers.expectMessage(new Sent(N2, lending.part(new FetchSnapshot(2, 0, 0))));
  }

  /** There is nothing to lend, and nowhere to put what is borrowed. */
  @Test
  void neitherLendsNorBorrowsWithoutAStore() {
    begin(Given.SETTINGS.replica(), Given.nothing());
    Lending lending = Lending.of(1, payloads().write(snapshot(after(Value.NO_OP))), 1024);

    LoggingTestKit.warn("lags behind slot 9, which is gone at n2, and keeps no snapshots itself")
        .withOccurrences(1)
        .expect(
            kit.system(),
            () -> {
              replica.tell(new Behind(N2, 9));
              replica.tell(new Behind(N2, 9));
              replica.tell(from(N2, new FetchSnapshot(0, 0, 0)));
              replica.tell(from(N2, lending.part(new FetchSnapshot(0, 0, 0))));
              deliver(1, Value.NO_OP);
              return null;
            });
  }

  /** The journal lacks what is gone, the state does not: nobody else's snapshot is needed. */
  @Test
  void savesItsOwnStateWhereThatCoversWhatIsGone() {
    for (long slot = 1; slot <= 3; slot++) {
      deliver(slot, Value.NO_OP);
    }

    replica.tell(new Behind(N2, 3));

    peers.expectMessage(new SnapshotSaved(3, 0, Given.CONFIGURATION, 0));
    assertThat(store.persistedInStorage(ID)).hasSize(1);
  }

  /** What the log of these values leads to. */
  private ReplicaState<PVector<String>> after(Value... log) {
    ReplicaState<PVector<String>> state = Given.nothing();
    for (int i = 0; i < log.length; i++) {
      state = state.apply(i + 1L, log[i], interpreter).state();
    }
    return state;
  }

  private void install(ReplicaState<PVector<String>> lent, long logTime) {
    replica.tell(new Exchange.Installed(lent, snapshot(lent).kept(), 7));
    peers.expectMessage(new SnapshotSaved(lent.appliedThrough(), logTime, Given.CONFIGURATION, 7));
  }

  private static String hash(ReplicaState<PVector<String>> state) {
    return snapshot(state).stateHash();
  }

  private static Snapshot snapshot(ReplicaState<PVector<String>> state) {
    return Snapshot.of(
        Given.GROUP,
        Given.CONFIGURATION.digest(),
        state,
        new Journal().snapshotOf(state.state()),
        payloads()::write);
  }

  private static Payloads payloads() {
    return new Payloads(kit.system());
  }
}
