package dev.synod.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.synod.testkit.junit.ActorSystems;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each way in which a journal fails, and what a persistent actor makes of it. */
class FaultyJournalTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final FaultyJournal JOURNAL = FaultyJournal.create();

  @RegisterExtension
  static final ActorSystems ACTORS = ActorSystems.perClass().config(JOURNAL.config());

  private final TestProbe<String> replies = ACTORS.testKit().createTestProbe();
  private String id = "";
  private JournalFaults faults = JOURNAL.all();

  @BeforeEach
  void begin(TestInfo test) {
    id = test.getTestMethod().orElseThrow().getName();
    faults = JOURNAL.of(id);
  }

  private ActorRef<Diary.Command> diary() {
    return ACTORS.testKit().spawn(Diary.create(id));
  }

  private String write(ActorRef<Diary.Command> diary, String line) {
    diary.tell(new Diary.Write(line, replies.ref()));
    return replies.receiveMessage(SOON);
  }

  private String read() {
    ActorRef<Diary.Command> diary = diary();
    diary.tell(new Diary.Read(replies.ref()));
    String lines = replies.receiveMessage(SOON);
    ACTORS.testKit().stop(diary, SOON);
    return lines;
  }

  /** Its failure ends the actor. */
  private void writeInVain(ActorRef<Diary.Command> diary, String line) {
    diary.tell(new Diary.Write(line, replies.ref()));
    replies.expectTerminated(diary, SOON);
  }

  @Test
  void whatIsWrittenIsThereAfterARestart() {
    ActorRef<Diary.Command> diary = diary();
    write(diary, "a");
    assertThat(write(diary, "b")).isEqualTo("ab");
    ACTORS.testKit().stop(diary, SOON);
    JOURNAL.powerFailure();

    assertThat(read()).isEqualTo("ab");
    assertThat(JOURNAL.stored(id)).isEqualTo(2);
  }

  @Test
  void ofAWriteThatFailsNothingIsStored() {
    ActorRef<Diary.Command> diary = diary();
    write(diary, "a");
    faults.failNextWrite();

    writeInVain(diary, "b");

    assertThat(read()).isEqualTo("a");
    assertThat(write(diary(), "c")).isEqualTo("ac");
  }

  @Test
  void ofAWriteThatIsRejectedNothingIsStored() {
    ActorRef<Diary.Command> diary = diary();
    faults.rejectNextWrite();

    writeInVain(diary, "a");

    assertThat(read()).isEmpty();
  }

  @Test
  void aWriteWhoseSyncFailsIsThereUntilThePowerFails() {
    ActorRef<Diary.Command> diary = diary();
    write(diary, "a");
    faults.failNextSync();
    writeInVain(diary, "b");

    assertThat(read()).isEqualTo("ab");
    JOURNAL.powerFailure();
    assertThat(read()).isEqualTo("a");
  }

  @Test
  void aWriteThatHangsIsAnsweredWhenItIsReleased() {
    ActorRef<Diary.Command> diary = diary();
    faults.hang();
    diary.tell(new Diary.Write("a", replies.ref()));
    Awaitility.await().atMost(SOON).until(() -> JOURNAL.hung() == 1);
    replies.expectNoMessage(Duration.ZERO);

    faults.release();

    assertThat(replies.receiveMessage(SOON)).isEqualTo("a");
    ACTORS.testKit().stop(diary, SOON);
    JOURNAL.powerFailure();
    assertThat(read()).isEqualTo("a");
  }

  @Test
  void aWriteThatHangsIsLostWhenThePowerFails() {
    ActorRef<Diary.Command> diary = diary();
    faults.hang();
    diary.tell(new Diary.Write("a", replies.ref()));
    Awaitility.await().atMost(SOON).until(() -> JOURNAL.hung() == 1);

    JOURNAL.powerFailure();
    faults.release();

    replies.expectTerminated(diary, SOON);
    assertThat(read()).isEmpty();
  }

  @Test
  void oneThatHangsHoldsUpNoOther() {
    ActorRef<Diary.Command> diary = diary();
    faults.hang();
    diary.tell(new Diary.Write("a", replies.ref()));
    Awaitility.await().atMost(SOON).until(() -> JOURNAL.hung() == 1);

    assertThat(write(ACTORS.testKit().spawn(Diary.create(id + "-other")), "b")).isEqualTo("b");

    JOURNAL.all().release();
    assertThat(replies.receiveMessage(SOON)).isEqualTo("a");
    faults.release();
  }

  @Test
  void whatIsDeletedIsGoneAndItsNumbersAreNotUsedAgain() {
    ActorRef<Diary.Command> diary = diary();
    write(diary, "a");
    write(diary, "b");
    ACTORS.testKit().stop(diary, SOON);

    assertThat(delete(2)).isInstanceOf(DeleteMessagesSuccess.class);
    JOURNAL.powerFailure();

    assertThat(JOURNAL.stored(id)).isZero();
    assertThat(JOURNAL.highest(id)).isEqualTo(2);
    assertThat(write(diary(), "c")).isEqualTo("c");
    assertThat(JOURNAL.highest(id)).isEqualTo(3);
  }

  @Test
  void ofADeletionThatFailsNothingIsDeleted() {
    writeTwo();
    faults.failNextDeletion();

    assertThat(delete(1)).isInstanceOf(DeleteMessagesFailure.class);
    assertThat(read()).isEqualTo("ab");

    assertThat(delete(1)).isInstanceOf(DeleteMessagesSuccess.class);
    assertThat(read()).isEqualTo("b");
  }

  @Test
  void aDeletionWhoseSyncFailsLastsUntilThePowerFails() {
    writeTwo();
    JOURNAL.all().failNextDeletionSync();

    assertThat(delete(2)).isInstanceOf(DeleteMessagesFailure.class);
    assertThat(read()).isEmpty();
    assertThat(JOURNAL.highest(id)).isEqualTo(2);

    JOURNAL.powerFailure();
    assertThat(read()).isEqualTo("ab");
  }

  @Test
  void aDeletionThatHangsIsSyncedWhenItIsReleased() {
    writeTwo();
    faults.hang();
    CompletableFuture<Object> deletion = deletion(1);
    Awaitility.await().atMost(SOON).until(() -> JOURNAL.hung() == 1);
    assertThat(deletion).isNotDone();

    faults.release();

    assertThat(deletion).succeedsWithin(SOON).isInstanceOf(DeleteMessagesSuccess.class);
    JOURNAL.powerFailure();
    assertThat(read()).isEqualTo("b");
  }

  @Test
  void aDeletionThatHangsIsUndoneWhenThePowerFails() {
    writeTwo();
    faults.hang();
    CompletableFuture<Object> deletion = deletion(1);
    Awaitility.await().atMost(SOON).until(() -> JOURNAL.hung() == 1);

    JOURNAL.powerFailure();
    faults.release();

    assertThat(deletion).succeedsWithin(SOON).isInstanceOf(DeleteMessagesFailure.class);
    assertThat(read()).isEqualTo("ab");
  }

  /** An event that was never synced has no number that would stay known. */
  @Test
  void aPowerFailureForgetsAnUnsyncedEventAndItsUnsyncedDeletion() {
    ActorRef<Diary.Command> diary = diary();
    faults.failNextSync();
    writeInVain(diary, "a");
    faults.failNextDeletionSync();
    assertThat(delete(1)).isInstanceOf(DeleteMessagesFailure.class);

    JOURNAL.powerFailure();

    assertThat(JOURNAL.highest(id)).isZero();
    assertThat(write(diary(), "b")).isEqualTo("b");
  }

  private void writeTwo() {
    ActorRef<Diary.Command> diary = diary();
    write(diary, "a");
    write(diary, "b");
    ACTORS.testKit().stop(diary, SOON);
  }

  private Object delete(long through) {
    return deletion(through).orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** As Pekko's persistent actors ask for it. */
  private CompletableFuture<Object> deletion(long through) {
    var journal =
        Persistence.get(ACTORS.testKit().system())
            .journalFor(FaultyJournal.PLUGIN, ConfigFactory.empty());
    return Patterns.askWithReplyTo(
            journal, asker -> new JournalProtocol.DeleteMessagesTo(id, through, asker), SOON)
        .toCompletableFuture();
  }

  @Test
  void aDamagedEventFailsTheRecovery() {
    ActorRef<Diary.Command> diary = diary();
    write(diary, "a");
    write(diary, "b");
    ACTORS.testKit().stop(diary, SOON);

    JOURNAL.corrupt(id, 2);

    replies.expectTerminated(diary(), SOON);
    assertThatThrownBy(() -> JOURNAL.corrupt(id, 3))
        .hasMessage("there is no event 3 to damage; there are [1, 2]");
  }

  @Test
  void aFaultOfAllMeetsWhoeverWritesNext() {
    ActorRef<Diary.Command> diary = diary();
    JOURNAL.all().failNextWrite();

    writeInVain(diary, "a");

    assertThat(write(diary(), "b")).isEqualTo("b");
  }

  @Test
  void aJournalThatIsClosedSaysSo() {
    FaultyJournal closed = FaultyJournal.create();
    closed.close();
    String name = closed.config().getString(FaultyJournal.PLUGIN + ".name");

    assertThatThrownBy(() -> FaultyJournal.named(name))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed, or of another JVM");
  }
}
