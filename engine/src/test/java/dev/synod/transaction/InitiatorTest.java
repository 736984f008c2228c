package dev.synod.transaction;

import static dev.synod.transaction.Scene.CIRCLE;
import static dev.synod.transaction.Scene.N1;
import static dev.synod.transaction.Scene.N2;
import static dev.synod.transaction.Scene.N3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.api.CommitException;
import dev.synod.api.CommitException.Reason;
import dev.synod.api.TransactionId;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.transaction.Initiator.Bounds;
import dev.synod.transaction.Initiator.Commit;
import dev.synod.transaction.TransactionMessage.Announced;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Reported;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The initiator: numbers, callers, bounds, and what may be forgotten. */
class InitiatorTest {
  private final Scene scene = new Scene();
  private final TestProbe<TransactionMail> conductor = scene.kit.createTestProbe();

  @AfterEach
  void stop() {
    scene.close();
  }

  private CompletableFuture<Choice> commit(ActorRef<TransactionMail> initiator, MemberId... with) {
    return commit(initiator, scene.clock.get() + 10_000, with);
  }

  private CompletableFuture<Choice> commit(
      ActorRef<TransactionMail> initiator, long deadline, MemberId... with) {
    CompletableFuture<Choice> result = new CompletableFuture<>();
    Map<MemberId, Payload> work = new TreeMap<>();
    for (MemberId member : with) {
      work.put(member, scene.work());
    }
    initiator.tell(new Commit(work, result, deadline));
    return result;
  }

  private TransactionNode.Begin begun() {
    return conductor.expectMessageClass(TransactionNode.Begin.class);
  }

  private static Reported reported(MemberId from, TransactionId transaction, Choice outcome) {
    return new Reported(CIRCLE, CommitRole.PARTICIPANT.of(from), transaction, outcome);
  }

  private static CommitException why(CompletableFuture<?> call) {
    Throwable failure = Scene.failure(call);
    assertThat(failure).isInstanceOf(CommitException.class);
    return (CommitException) failure;
  }

  @Test
  void aCallerHearsTheOutcomeAndAllForgetItOnceAllAreDone() throws Exception {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 8);
    CompletableFuture<Choice> first = commit(initiator, N1, N2);
    CompletableFuture<Choice> second = commit(initiator, N2, N3);
    TransactionNode.Begin one = begun();
    TransactionNode.Begin two = begun();
    assertThat(one.participants()).isEqualTo(Scene.participants(N1, N2));
    assertThat(one.work().keySet()).containsExactlyElementsOf(one.participants());
    initiator.tell(
        new Announced(CIRCLE, CommitRole.LEADER.of(N1), one.transaction(), Choice.COMMIT));
    // Another node has led to the end: participants know before the own conductor does.
    initiator.tell(reported(N3, two.transaction(), Choice.ABORT));
    initiator.tell(reported(N2, one.transaction(), Choice.COMMIT));
    initiator.tell(reported(N1, one.transaction(), Choice.COMMIT));

    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(Choice.COMMIT);
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(Choice.ABORT);
    Released released = scene.next(Released.class);
    while (!released.finished().has(one.transaction())) {
      released = scene.next(Released.class);
    }
    assertThat(released.finished().has(two.transaction())).isFalse();
    Inquired inquired =
        scene.posted.awaitAssert(
            () -> {
              scene.clock.addAndGet(Scene.PATIENCE);
              return scene.next(Inquired.class, Duration.ofMillis(300));
            });
    assertThat(inquired.transaction()).isEqualTo(two.transaction());
    assertThat(inquired.outcome()).isEqualTo(Choice.ABORT);
  }

  /** Rule K4: a number is used once, and what was begun is gone on with, without its work. */
  @Test
  void whatIsOpenIsGoneOnWithAfterARestart() {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 8);
    CompletableFuture<Choice> lost = commit(initiator, N1, N2);
    TransactionNode.Begin before = begun();
    scene.kit.stop(initiator);
    assertThat(why(lost).reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(why(lost).transaction()).contains(before.transaction());

    ActorRef<TransactionMail> again = scene.initiator(conductor, 8);

    TransactionNode.Begin after = begun();
    assertThat(after.transaction()).isEqualTo(before.transaction());
    assertThat(after.participants()).isEqualTo(before.participants());
    assertThat(after.work()).isEmpty();
    var unused = commit(again, N1);
    assertThat(begun().transaction().number()).isEqualTo(before.transaction().number() + 1);
  }

  @Test
  void aConductorThatWasNotHeardIsAskedAgain() {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 8);
    var unused = commit(initiator, scene.clock.get() + 1_000_000, N1);
    TransactionNode.Begin begin = begun();

    scene.posted.awaitAssert(
        () -> {
          scene.clock.addAndGet(2 * Scene.PATIENCE);
          return assertThat(
                  conductor
                      .expectMessageClass(TransactionNode.Begin.class, Duration.ofMillis(200))
                      .transaction())
              .isEqualTo(begin.transaction());
        });
  }

  @Test
  void whoIsDownLeavesRoomForTheOthers() {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 4);
    var first = commit(initiator, N3);
    var second = commit(initiator, N1, N3);
    CommitException third = why(commit(initiator, N2, N3));
    assertThat(third.reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(third).hasMessageContaining("2 transactions of 't' wait for 'n3'");
    var fourth = commit(initiator, N1, N2);
    var fifth = commit(initiator, N2);
    assertThat(why(commit(initiator, N1))).hasMessageContaining("4 transactions that 'n1' has");
    assertThat(first.isDone() || second.isDone() || fourth.isDone() || fifth.isDone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"512,1,512,512", "512,3,512,256", "512,5,512,170", "512,7,334,83", "4096,3,1820,910"})
  void moreMembersMayHaveFewerOpen(int wanted, int members, int open, int each) {
    assertThat(Bounds.of(wanted, members)).isEqualTo(new Bounds(open, each));
  }

  @Test
  void nothingIsBegunForWhoDoesNotWaitAnyMore() {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 8);
    var late = commit(initiator, scene.clock.get(), N1);
    var waiting = commit(initiator, scene.clock.get() + 1000, N2);

    assertThat(begun().participants()).isEqualTo(Scene.participants(N2));
    assertThat(late).isNotDone();
    scene.clock.addAndGet(1000);
    assertThat(why(waiting).reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(why(waiting).transaction()).isPresent();
  }

  /** Rule D1: its numbers would be used twice. */
  @Test
  void whoHasLostWhatItHadBegunStops() {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 8);
    MemberId other = CommitRole.LEADER.of(N2);
    initiator.tell(new Released(CIRCLE, other, new Finished("n1", 0, List.of())));
    var open = commit(initiator, N1);
    begun();

    initiator.tell(new Released(CIRCLE, other, new Finished("n1", 7, List.of())));

    assertThat(why(open).reason()).isEqualTo(Reason.UNKNOWN);
    scene.kit.createTestProbe().expectTerminated(initiator);
  }

  /** Nothing can be begun where a role of the member has stopped. */
  @Test
  void itEndsWithTheConductor() {
    ActorRef<TransactionMail> initiator = scene.initiator(conductor, 8);
    var open = commit(initiator, N1);
    begun();

    conductor.stop();

    assertThat(why(open).reason()).isEqualTo(Reason.UNKNOWN);
    scene.kit.createTestProbe().expectTerminated(initiator);
  }
}
