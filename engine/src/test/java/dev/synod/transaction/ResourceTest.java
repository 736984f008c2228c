package dev.synod.transaction;

import static dev.synod.transaction.Scene.CIRCLE;
import static dev.synod.transaction.Scene.N1;
import static dev.synod.transaction.Scene.N2;
import static dev.synod.transaction.Scene.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.api.Participant;
import dev.synod.api.TransactionId;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Reported;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A participant's actor and its resource manager: who is called, when, and how often. */
class ResourceTest {
  private final Scene scene = new Scene();
  private final Manager manager = new Manager();

  @AfterEach
  void stop() {
    manager.open.countDown();
    scene.close();
  }

  /** Votes for everything, unless it is told otherwise. */
  private static class Manager implements Participant<Long> {
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    final CountDownLatch open = new CountDownLatch(1);
    volatile CompletionStage<Choice> vote = CompletableFuture.completedStage(Choice.COMMIT);
    final BlockingQueue<CompletionStage<Void>> ends = new LinkedBlockingQueue<>();
    volatile CompletionStage<Collection<TransactionId>> prepared =
        CompletableFuture.completedStage(List.of());
    volatile boolean waits;

    @Override
    public CompletionStage<Choice> prepare(TransactionId transaction, Long work) {
      calls.add("prepare " + transaction.number() + " " + work);
      if (waits) {
        try {
          open.await();
        } catch (InterruptedException ended) {
          Thread.currentThread().interrupt();
        }
      }
      return vote;
    }

    @Override
    public CompletionStage<Void> commit(TransactionId transaction) {
      calls.add("commit " + transaction.number());
      return end();
    }

    @Override
    public CompletionStage<Void> abort(TransactionId transaction) {
      calls.add("abort " + transaction.number());
      return end();
    }

    private CompletionStage<Void> end() {
      return Optional.ofNullable(ends.poll()).orElse(CompletableFuture.completedStage(null));
    }

    @Override
    public CompletionStage<Collection<TransactionId>> prepared() {
      return prepared;
    }

    String next() throws Exception {
      return String.valueOf(calls.poll(20, TimeUnit.SECONDS));
    }
  }

  private Choice voted() {
    return ((Accept<Choice>) scene.next(Ask.class).requests().get(0).request()).value();
  }

  private static TransactionMessage outcome(long number, Choice choice) {
    return Scene.said(CommitRole.LEADER, id(number), new Outcome(choice));
  }

  /** A participant that has been called to commit the first transaction. */
  private ActorRef<TransactionMail> committing() throws Exception {
    ActorRef<TransactionMail> participant = scene.participant(manager);
    participant.tell(scene.prepare(1));
    voted();
    participant.tell(outcome(1, Choice.COMMIT));
    assertThat(manager.next()).isEqualTo("prepare 1 5");
    assertThat(manager.next()).isEqualTo("commit 1");
    return participant;
  }

  @Test
  void itIsPreparedOnceAndCommittedAndReported() throws Exception {
    ActorRef<TransactionMail> participant = scene.participant(manager);
    participant.tell(scene.prepare(1));
    participant.tell(scene.prepare(1));

    Ask vote = scene.next(Ask.class);
    participant.tell(outcome(1, Choice.COMMIT));

    assertThat(vote.requests().get(0).request())
        .isEqualTo(new Accept<>(new Ballot(1, 0, CommitRole.PARTICIPANT.of(N1)), Choice.COMMIT));
    assertThat(scene.next(Reported.class).outcome()).isEqualTo(Choice.COMMIT);
    assertThat(manager.next()).isEqualTo("prepare 1 5");
    assertThat(manager.next()).isEqualTo("commit 1");
    assertThat(manager.calls).isEmpty();
  }

  @Test
  void aVoteThatIsNullOrNeverWasIsOneToAbort() {
    manager.vote = CompletableFuture.completedStage(null);
    ActorRef<TransactionMail> participant = scene.participant(manager);
    participant.tell(scene.prepare(1));
    assertThat(voted()).isEqualTo(Choice.ABORT);
    assertThat(scene.next(Reported.class).transaction()).isEqualTo(id(1));

    manager.vote = CompletableFuture.failedStage(new IllegalStateException("no"));
    participant.tell(scene.prepare(2));

    assertThat(voted()).isEqualTo(Choice.ABORT);
  }

  /** It may be about to take locks: abort comes when that is over, and then it does come. */
  @Test
  void whoVotesTooLateIsAbortedOnceItHasVoted() throws Exception {
    CompletableFuture<Choice> late = new CompletableFuture<>();
    manager.vote = late;
    ActorRef<TransactionMail> participant = scene.participant(manager);
    participant.tell(scene.prepare(1));
    assertThat(manager.next()).isEqualTo("prepare 1 5");
    scene.clock.addAndGet(2 * Scene.PATIENCE);
    assertThat(voted()).isEqualTo(Choice.ABORT);
    assertThat(manager.calls).isEmpty();

    late.complete(Choice.COMMIT);

    assertThat(manager.next()).isEqualTo("abort 1");
    assertThat(scene.next(Reported.class).outcome()).isEqualTo(Choice.ABORT);
  }

  @Test
  void anOutcomeThatFailsIsToldAgainAndOneThatIsLateIsNot() throws Exception {
    CompletableFuture<Void> late = new CompletableFuture<>();
    manager.ends.add(CompletableFuture.failedStage(new IllegalStateException("no")));
    manager.ends.add(late);
    ActorRef<TransactionMail> participant = committing();
    assertThat(manager.next()).isEqualTo("commit 1");
    participant.tell(new Inquired(CIRCLE, CommitRole.INITIATOR.of(N2), id(1), Choice.COMMIT));
    assertThat(manager.calls.poll(3 * Scene.PATIENCE, TimeUnit.MILLISECONDS)).isNull();
    late.complete(null);

    assertThat(scene.next(Reported.class).transaction()).isEqualTo(id(1));
    assertThat(manager.calls).isEmpty();
  }

  /** As many prepares as there are threads wait for what a commit frees. */
  @Test
  void preparesThatWaitLeaveThreadsToCommits() throws Exception {
    ActorRef<TransactionMail> participant = scene.participant(manager);
    participant.tell(scene.prepare(1));
    voted();
    manager.waits = true;
    for (int number = 2; number < 60; number++) {
      participant.tell(scene.prepare(number));
    }
    participant.tell(outcome(1, Choice.COMMIT));

    assertThat(scene.next(Reported.class).transaction()).isEqualTo(id(1));
  }

  /** It has no part in this one, and has done by then what it had to do before. */
  private void awaitAborted(ActorRef<TransactionMail> participant, TransactionId transaction) {
    participant.tell(new Inquired(CIRCLE, CommitRole.INITIATOR.of(N2), transaction, Choice.ABORT));
    assertThat(scene.next(Reported.class).transaction()).isEqualTo(transaction);
  }

  /** What has waited too long for a thread is aborted, and locks nothing any more. */
  @Test
  void whatIsAbortedBeforeItIsPreparedIsNotPrepared() throws Exception {
    manager.waits = true;
    ActorRef<TransactionMail> participant = scene.participant(manager);
    for (int number = 1; number <= 60; number++) {
      participant.tell(scene.prepare(number));
    }
    awaitAborted(participant, id(98));
    scene.clock.addAndGet(10 * Scene.PATIENCE);
    for (int number = 1; number <= 60; number++) {
      assertThat(voted()).isEqualTo(Choice.ABORT);
    }
    awaitAborted(participant, id(99));

    manager.open.countDown();

    for (int number = 1; number <= 60; number++) {
      scene.next(Reported.class);
    }
    assertThat(manager.calls)
        .contains("abort 60")
        .filteredOn(call -> call.startsWith("prepare"))
        .hasSizeLessThan(20);
  }

  /** Rule K1: a vote that nobody has heard of is none. */
  @Test
  void whatItHasPreparedAndNobodyKnowsIsAborted() throws Exception {
    CompletableFuture<Collection<TransactionId>> prepared = new CompletableFuture<>();
    manager.prepared = prepared;
    ActorRef<TransactionMail> participant = scene.participant(manager);
    participant.tell(scene.prepare(2));
    participant.tell(new Inquired(CIRCLE, CommitRole.INITIATOR.of(N2), id(3), Choice.ABORT));
    scene.kit.createTestProbe().expectNoMessage(Duration.ofMillis(50));
    assertThat(manager.calls).isEmpty();

    prepared.complete(List.of(id(1), new TransactionId("others", "n2", 1)));

    assertThat(List.of(manager.next(), manager.next(), manager.next()))
        .containsExactlyInAnyOrder("abort 1", "prepare 2 5", "abort 3");
    assertThat(manager.calls).isEmpty();
  }

  @Test
  void whoCannotTellWhatItHasPreparedTakesNoPart() {
    manager.prepared = CompletableFuture.completedStage(null);

    scene.kit.createTestProbe().expectTerminated(scene.participant(manager));
  }

  /** Rule D1: its vote was counted. */
  @Test
  void whoHasLostWhatItVotedForStops() {
    ActorRef<TransactionMail> participant = scene.participant(manager);

    participant.tell(new Inquired(CIRCLE, CommitRole.INITIATOR.of(N2), id(1), Choice.COMMIT));

    scene.kit.createTestProbe().expectTerminated(participant);
  }

  @Test
  void whatIsDecidedIsToldAgainAfterARestart() throws Exception {
    manager.ends.add(new CompletableFuture<>());
    ActorRef<TransactionMail> participant = committing();
    scene.kit.stop(participant);
    Manager again = new Manager();

    ActorRef<TransactionMail> restarted = scene.participant(again);

    assertThat(again.next()).isEqualTo("commit 1");
    assertThat(scene.next(Reported.class).outcome()).isEqualTo(Choice.COMMIT);
    restarted.tell(new Inquired(CIRCLE, CommitRole.INITIATOR.of(N2), id(1), Choice.COMMIT));
    assertThat(scene.next(Reported.class).transaction()).isEqualTo(id(1));
  }
}
