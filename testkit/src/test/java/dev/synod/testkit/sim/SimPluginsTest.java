package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.DeleteSnapshotSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.JournalProtocol.DeleteMessagesTo;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.DeleteSnapshots;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshot;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotFailed;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshotResult;
import org.apache.pekko.persistence.SnapshotProtocol.SaveSnapshot;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Journal and snapshot store of a simulated world, as Pekko Persistence knows them. */
class SimPluginsTest {
  private static final String ID = Bench.ID;
  private static final SnapshotSelectionCriteria ALL = SnapshotSelectionCriteria.latest();

  private final World world = World.ofThisThread();
  private final Persistence persistence = Persistence.get(world.system());
  private final Bench bench =
      new Bench(world.schedule(), 1, SerializationExtension.get(world.system()));

  @BeforeEach
  void begin() {
    world.requireFree();
    world.beginRun(1);
    Drives.ofThisThread().clear();
    Drives.ofThisThread().mount("bench", "n1", bench.disk());
  }

  @AfterEach
  void end() {
    world.endRun();
  }

  private ActorRef journal() {
    return persistence.journalFor("synod.testkit.journal", ConfigFactory.empty());
  }

  private Object journal(Function<ActorRef, Object> question) {
    return ask(journal(), question);
  }

  private ActorRef snapshots() {
    return persistence.snapshotStoreFor("synod.testkit.snapshot-store", ConfigFactory.empty());
  }

  private Object snapshots(Object question) {
    return ask(snapshots(), asker -> question);
  }

  private Object ask(ActorRef plugin, Function<ActorRef, Object> question) {
    CompletableFuture<Object> answer = asked(plugin, question);
    world.settle();
    while (!answer.isDone()) {
      bench.steps(1);
      world.settle();
    }
    return answer.join();
  }

  private static CompletableFuture<Object> asked(
      ActorRef plugin, Function<ActorRef, Object> question) {
    return Patterns.askWithReplyTo(plugin, question::apply, Duration.ofDays(1))
        .toCompletableFuture();
  }

  private SnapshotMetadata save(long number, Object state) {
    Object answer = snapshots(new SaveSnapshot(SnapshotMetadata.apply(ID, number), state));
    return ((SaveSnapshotSuccess) answer).metadata();
  }

  private SelectedSnapshot load(SnapshotSelectionCriteria criteria, long through) {
    Object answer = snapshots(new LoadSnapshot(ID, criteria, through));
    return ((LoadSnapshotResult) answer).snapshot().get();
  }

  private boolean hasSnapshot() {
    Object answer = snapshots(new LoadSnapshot(ID, ALL, Long.MAX_VALUE));
    return ((LoadSnapshotResult) answer).snapshot().isDefined();
  }

  @Test
  void theJournalDeletes() {
    bench.awaited(bench.write(1, 2, 3));

    assertThat(journal(asker -> new DeleteMessagesTo(ID, 2, asker)))
        .isInstanceOf(DeleteMessagesSuccess.class);

    assertThat(bench.replayed()).containsExactly(3L);
  }

  @Test
  void theJournalTellsOfADeletionThatFails() {
    bench.awaited(bench.write(1));
    bench.disk().failNextSync();

    assertThat(journal(asker -> new DeleteMessagesTo(ID, 1, asker)))
        .isInstanceOf(DeleteMessagesFailure.class);
  }

  @Test
  void whatIsSavedIsLoaded() {
    save(3, "three");
    save(5, "five");

    SelectedSnapshot newest = load(ALL, Long.MAX_VALUE);
    assertThat(newest.snapshot()).isEqualTo("five");
    assertThat(newest.metadata().persistenceId()).isEqualTo(ID);
    assertThat(newest.metadata().sequenceNr()).isEqualTo(5);
    assertThat(load(ALL, 4).snapshot()).isEqualTo("three");
    assertThat(load(SnapshotSelectionCriteria.create(3, Long.MAX_VALUE), 9).snapshot())
        .isEqualTo("three");
  }

  @Test
  void theyAreDeletedByMetadataAndByCriteria() {
    save(3, "three");
    save(4, "four");
    SnapshotMetadata last = save(5, "five");

    assertThat(snapshots(new DeleteSnapshot(last))).isInstanceOf(DeleteSnapshotSuccess.class);
    assertThat(load(ALL, Long.MAX_VALUE).snapshot()).isEqualTo("four");

    var through3 = SnapshotSelectionCriteria.create(3, Long.MAX_VALUE);
    assertThat(snapshots(new DeleteSnapshots(ID, through3)))
        .isInstanceOf(DeleteSnapshotsSuccess.class);
    assertThat(load(ALL, Long.MAX_VALUE).snapshot()).isEqualTo("four");

    assertThat(snapshots(new DeleteSnapshots(ID, ALL))).isInstanceOf(DeleteSnapshotsSuccess.class);
    assertThat(hasSnapshot()).isFalse();
  }

  @Test
  void aDamagedOneFailsTheLoading() {
    save(3, "three");
    bench.disk().rot();

    assertThat(snapshots(new LoadSnapshot(ID, ALL, Long.MAX_VALUE)))
        .isInstanceOf(LoadSnapshotFailed.class);
  }

  @Test
  void aDiskThatHasFailedRefusesAll() {
    bench.disk().failNextSync();

    assertThat(snapshots(new SaveSnapshot(SnapshotMetadata.apply(ID, 3), "three")))
        .isInstanceOf(SaveSnapshotFailure.class);
    assertThat(snapshots(new DeleteSnapshots(ID, ALL))).isInstanceOf(DeleteSnapshotsFailure.class);
    assertThat(snapshots(new LoadSnapshot(ID, ALL, Long.MAX_VALUE)))
        .isInstanceOf(LoadSnapshotFailed.class);
  }

  /** Pekko holds who asks until there is an answer, and with it all of a life that is over. */
  @Test
  void whatThePowerFailureInterruptsIsAnswered() {
    save(3, "three");
    List<CompletableFuture<Object>> before = askAll();
    bench.disk().powerOff();
    List<CompletableFuture<Object>> after = askAll();
    bench.disk().powerOn();

    assertThat(before).allSatisfy(SimPluginsTest::requireFailure);
    assertThat(after).allSatisfy(SimPluginsTest::requireFailure);
    assertThat(load(ALL, Long.MAX_VALUE).snapshot()).isEqualTo("three");
  }

  private List<CompletableFuture<Object>> askAll() {
    List<CompletableFuture<Object>> answers =
        List.of(
            asked(journal(), asker -> new DeleteMessagesTo(ID, 2, asker)),
            asked(snapshots(), asker -> new LoadSnapshot(ID, ALL, 9)),
            asked(snapshots(), asker -> new SaveSnapshot(SnapshotMetadata.apply(ID, 1), "one")));
    world.settle();
    return answers;
  }

  private static void requireFailure(CompletableFuture<Object> answer) {
    assertThat(answer).isCompleted();
    assertThat(answer.join())
        .isInstanceOfAny(
            DeleteMessagesFailure.class, LoadSnapshotFailed.class, SaveSnapshotFailure.class);
  }

  /** Pekko makes a plugin when it is first needed; no run may differ by that. */
  @Test
  void theFirstRunThatSavesIsLikeAnyOther() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      long first = thread.submit(SimPluginsTest::stepsOfASave).get();
      long second = thread.submit(SimPluginsTest::stepsOfASave).get();

      assertThat(first).isEqualTo(second);
    } finally {
      thread.shutdown();
    }
  }

  private static long stepsOfASave() {
    SimPluginsTest run = new SimPluginsTest();
    run.begin();
    run.save(1, "one");
    long steps = run.world.schedule().steps();
    run.end();
    return steps;
  }

  /** Pekko deletes what has the number of a save that failed. */
  @Test
  void whatCantBeSerializedLeavesAnEarlierOneAlone() {
    save(3, "three");

    assertThat(snapshots(new SaveSnapshot(SnapshotMetadata.apply(ID, 3), new Object())))
        .isInstanceOf(SaveSnapshotFailure.class);
    save(2, "by now, what Pekko has asked for is done");

    assertThat(load(ALL, Long.MAX_VALUE).snapshot()).isEqualTo("three");
  }
}
