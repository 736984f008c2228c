package dev.synod.transaction;

import static dev.synod.transaction.Scene.CIRCLE;
import static dev.synod.transaction.Scene.N1;
import static dev.synod.transaction.Scene.N2;
import static dev.synod.transaction.Scene.id;
import static dev.synod.transaction.Scene.participants;
import static dev.synod.transaction.Scene.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.CommitProtocol.Kind;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Said;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The actor of an acceptor: what is durable before what is said, and what is forgotten. */
class TransactionNodeTest {
  private static final String ACCEPTOR = "t|n1|transaction-acceptor";
  private static final MemberId LEADER = CommitRole.LEADER.of(N2);

  private final Scene scene = new Scene();

  @AfterEach
  void stop() {
    scene.close();
  }

  private static Ask ask(long round) {
    return new Ask(
        participants(N2),
        List.of(
            new Request(
                CommitRole.PARTICIPANT.of(N2), new Prepare<>(new Ballot(1, round, LEADER)))));
  }

  private static Said prepare(long transaction, long round) {
    return said(CommitRole.LEADER, id(transaction), ask(round));
  }

  @Test
  void anAcceptorAnswersFromWhatIsDurableAlsoAfterARestart() {
    ActorRef<TransactionMail> acceptor = scene.acceptor();
    acceptor.tell(prepare(1, 7));
    assertThat(scene.next(Answer.class).replies().get(0).reply()).isInstanceOf(Promise.class);
    scene.kit.stop(acceptor);

    scene.acceptor().tell(prepare(1, 6));

    assertThat(scene.next(Answer.class).replies().get(0).reply()).isInstanceOf(Rejected.class);
  }

  /** Rules A3, D3. */
  @Test
  void whoseDiskFailsSaysNothingAnyMore() {
    ActorRef<TransactionMail> acceptor = scene.acceptor();
    scene.journal.failNextPersisted(ACCEPTOR);

    acceptor.tell(prepare(1, 1));

    scene.kit.createTestProbe().expectTerminated(acceptor);
    scene.posted.expectNoMessage();
  }

  /** Mail that waits together is one write. */
  @Test
  void whatWaitsIsWrittenTogether() {
    ActorRef<TransactionMail> acceptor = scene.acceptor();
    LongStream.rangeClosed(1, 3000).forEach(number -> acceptor.tell(prepare(number, 1)));

    LongStream.rangeClosed(1, 3000).forEach(number -> scene.next(Answer.class));

    assertThat(scene.journal.persistedInStorage(ACCEPTOR)).hasSizeLessThan(1500);
  }

  /** However often it is asked, and for how long, its journal does not grow with that. */
  @Test
  void theJournalStaysShort() {
    ActorRef<TransactionMail> acceptor = scene.acceptor();
    for (int round = 1; round <= Scribe.SPAN; round++) {
      acceptor.tell(prepare(1 + round % 3, round));
      scene.next(Answer.class);
    }

    scene.posted.awaitAssert(
        () -> {
          assertThat(scene.journal.persistedInStorage(ACCEPTOR)).hasSize(1);
          return true;
        });
    Recorded whole = (Recorded) scene.journal.persistedInStorage(ACCEPTOR).get(0);
    assertThat(whole.whole()).isTrue();
    assertThat(whole.notes())
        .hasSize(3)
        .allMatch(note -> ((Note.Remembered) note).events().size() == 1);
    scene.kit.stop(acceptor);
    scene.acceptor().tell(prepare(1 + Scribe.SPAN % 3, 5));
    assertThat(scene.next(Answer.class).replies().get(0).reply())
        .isEqualTo(new Rejected<>(new Ballot(1, 5, LEADER), new Ballot(1, Scribe.SPAN, LEADER)));
  }

  /** Rule T5: what is over stays over, also after a restart, and who speaks of it is told so. */
  @Test
  void whatIsForgottenIsNotBegunAnew() {
    Finished finished = new Finished("n2", 4, List.of(2L));
    ActorRef<TransactionMail> acceptor = scene.acceptor();
    acceptor.tell(prepare(1, 7));
    acceptor.tell(prepare(2, 7));
    acceptor.tell(new Released(CIRCLE, CommitRole.INITIATOR.of(N2), finished));
    acceptor.tell(prepare(1, 8));
    assertThat(scene.next(Released.class).finished()).isEqualTo(finished);
    scene.kit.stop(acceptor);

    ActorRef<TransactionMail> again = scene.acceptor();
    again.tell(prepare(3, 1));
    assertThat(scene.next(Released.class).finished()).isEqualTo(finished);
    again.tell(prepare(2, 6));

    assertThat(scene.next(Answer.class).replies().get(0).reply()).isInstanceOf(Rejected.class);
  }

  /** Rule D1: what others remember of this member's own transactions, its initiator hears. */
  @Test
  void theInitiatorHearsWhatOthersKnowOfItsTransactions() {
    Released released =
        new Released(CIRCLE, CommitRole.LEADER.of(N2), new Finished("n1", 4, List.of()));

    scene.acceptor().tell(released);

    assertThat(scene.posted.receiveMessage())
        .isEqualTo(new Scene.Post(CommitRole.INITIATOR.of(N1), released));
  }

  @Test
  void anotherCircleIsNotHeardAndItsJournalRefused() {
    Circle other = new Circle("t", Kind.PAXOS_COMMIT, List.of(N1, N2));
    ActorRef<TransactionMail> acceptor = scene.acceptor();
    acceptor.tell(new Said(other, LEADER, id(1), ask(9), Optional.empty()));
    acceptor.tell(prepare(1, 7));
    assertThat(scene.next(Answer.class).replies().get(0).reply())
        .isEqualTo(new Promise<>(new Ballot(1, 7, LEADER), Optional.empty()));
    scene.kit.stop(acceptor);

    scene.kit.createTestProbe().expectTerminated(scene.acceptor(other));
  }
}
