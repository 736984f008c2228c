package dev.synod.register;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.RegisterException;
import dev.synod.api.RegisterException.Reason;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.register.RegisterEvent.Held;
import dev.synod.register.RegisterMessage.Answered;
import dev.synod.register.RegisterMessage.Asked;
import java.io.NotSerializableException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shells of a register: what is durable before what is said, and what callers hear. */
class RegisterActorsTest {
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");
  private static final MemberId N3 = new MemberId("n3");
  private static final Lineup LINEUP = new Lineup("r", List.of(N1, N2, N3), 2, 2);
  private static final String JOURNAL = "pekko.persistence.testkit.journal";
  private static final String ACCEPTOR = "r|n1|register-acceptor";
  private static final Ballot LOW = new Ballot(1, 1, N2);
  private static final Ballot HIGH = new Ballot(1, 2, N2);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off")
              .withFallback(PersistenceTestKitPlugin.getInstance().config()));
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final TestProbe<Asked> asked = kit.createTestProbe(Asked.class);
  private final TestProbe<Answered> answered = kit.createTestProbe(Answered.class);
  private final AtomicLong clock = new AtomicLong();
  private final RegisterPostbox postbox =
      new RegisterPostbox() {
        @Override
        public void ask(MemberId acceptor, Asked question) {
          if (acceptor.equals(N1)) {
            asked.ref().tell(question);
          }
        }

        @Override
        public void answer(MemberId proposer, Answered answer) {
          answered.ref().tell(answer);
        }
      };

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<RegisterMail> acceptor() {
    return kit.spawn(RegisterAcceptor.create(LINEUP, N1, JOURNAL, postbox));
  }

  private ActorRef<RegisterMail> proposer() {
    RegisterSeat seat = new RegisterSeat(N1, JOURNAL, postbox, clock::get, new Random(1));
    return kit.spawn(RegisterProposer.create(LINEUP, seat));
  }

  private static Asked prepare(Ballot ballot) {
    return new Asked(LINEUP, N2, new Prepare<>(ballot));
  }

  @Test
  void anAcceptorAnswersFromWhatIsDurableAlsoAfterARestart() {
    ActorRef<RegisterMail> acceptor = acceptor();
    acceptor.tell(prepare(HIGH));
    answered.expectMessage(new Answered(LINEUP, N1, new Promise<>(HIGH, Optional.empty())));
    acceptor.tell(new Asked(LINEUP, N2, new Accept<>(HIGH, Content.empty())));
    answered.expectMessage(new Answered(LINEUP, N1, new Accepted<>(HIGH, Content.empty())));
    kit.stop(acceptor);

    ActorRef<RegisterMail> again = acceptor();
    again.tell(prepare(LOW));
    answered.expectMessage(new Answered(LINEUP, N1, new Rejected<>(LOW, HIGH)));
    again.tell(prepare(HIGH));

    answered.expectMessage(
        new Answered(
            LINEUP, N1, new Promise<>(HIGH, Optional.of(new Vote<>(HIGH, Content.empty())))));
    assertThat(journal.persistedInStorage(ACCEPTOR)).hasSize(2);
  }

  /** Rule B6: what nobody can have reached would be promised, and nothing else ever after. */
  @Test
  void anAcceptorDoesNotHearABallotOutOfThisWorld() {
    ActorRef<RegisterMail> acceptor = acceptor();
    acceptor.tell(prepare(new Ballot(1, 1L << 50, N2)));
    acceptor.tell(prepare(new Ballot(2, 1, N2)));
    acceptor.tell(prepare(new Ballot(1, 0, N2)));
    acceptor.tell(prepare(LOW));

    answered.expectMessage(new Answered(LINEUP, N1, new Promise<>(LOW, Optional.empty())));
  }

  @Test
  void whatAnotherLineupHasRememberedIsRefused() {
    ActorRef<RegisterMail> acceptor = acceptor();
    acceptor.tell(prepare(LOW));
    answered.receiveMessage();
    kit.stop(acceptor);

    Lineup other = new Lineup("r", List.of(N1, N2, N3), 2, 3);
    ActorRef<RegisterMail> again = kit.spawn(RegisterAcceptor.create(other, N1, JOURNAL, postbox));

    kit.createTestProbe().expectTerminated(again);
  }

  /** Rules A3, D3. */
  @Test
  void anAcceptorWhoseDiskFailsSaysNothingAnyMore() {
    ActorRef<RegisterMail> acceptor = acceptor();
    acceptor.tell(prepare(LOW));
    answered.receiveMessage();
    journal.failNextPersisted(ACCEPTOR);

    acceptor.tell(prepare(HIGH));

    kit.createTestProbe().expectTerminated(acceptor);
    answered.expectNoMessage();
  }

  @Test
  void whatTheLastEventMakesUselessIsDeleted() {
    ActorRef<RegisterMail> acceptor = acceptor();
    for (int round = 1; round <= 64; round++) {
      acceptor.tell(prepare(new Ballot(1, round, N2)));
      answered.receiveMessage();
    }

    answered.awaitAssert(
        () -> {
          assertThat(journal.persistedInStorage(ACCEPTOR)).hasSize(1);
          return true;
        });
    assertThat(((Held) journal.persistedInStorage(ACCEPTOR).get(0)).acceptor().promised().round())
        .isEqualTo(64);
  }

  /** Rule B2. */
  @Test
  void aProposerThatRestartsUsesNoBallotAgain() {
    ActorRef<RegisterMail> proposer = proposer();
    begin(proposer);
    Ballot first = asked.receiveMessage().request().ballot();
    kit.stop(proposer);

    begin(proposer());

    assertThat(asked.receiveMessage().request().ballot()).isGreaterThan(first);
  }

  @Test
  void aProposerThatIsRefusedTriesAgainAboveWhatWasPromised() {
    ActorRef<RegisterMail> proposer = proposer();
    begin(proposer);
    Ballot first = asked.receiveMessage().request().ballot();
    Ballot high = new Ballot(1, 77, N3);
    tell(proposer, N2, new Rejected<>(first, high));
    tell(proposer, N3, new Rejected<>(first, high));
    awaitHeard(proposer);
    clock.addAndGet(2_000);

    assertThat(asked.receiveMessage().request()).isEqualTo(new Prepare<>(new Ballot(1, 78, N1)));
  }

  /** Rule B6: damage must not use up the rounds. */
  @Test
  void aRefusalFromOutOfThisWorldIsNotHeard() {
    ActorRef<RegisterMail> proposer = proposer();
    begin(proposer);
    Ballot first = asked.receiveMessage().request().ballot();
    Ballot absurd = new Ballot(1, Long.MAX_VALUE, N3);
    tell(proposer, N2, new Rejected<>(first, absurd));
    tell(proposer, N3, new Rejected<>(first, absurd));
    awaitHeard(proposer);
    clock.addAndGet(2_000);

    assertThat(asked.receiveMessage().request().ballot().round()).isEqualTo(first.round() + 1);
  }

  /** Pekko Serialization throws checked exceptions that it does not declare. */
  @Test
  void whateverAFunctionThrowsTheProposerLives() {
    ActorRef<RegisterMail> proposer = proposer();
    for (Throwable thrown :
        List.of(
            new NotSerializableException("x"), new AssertionError("x"), new StackOverflowError())) {
      CompletableFuture<Optional<Payload>> result = new CompletableFuture<>();
      proposer.tell(
          new RegisterProposer.Call(
              Optional.of(found -> throwing(thrown)), result, clock.get() + 10_000));
      Ballot ballot = asked.receiveMessage().request().ballot();
      tell(proposer, N2, new Promise<>(ballot, Optional.empty()));
      tell(proposer, N3, new Promise<>(ballot, Optional.empty()));

      assertThat(reason(result)).isEqualTo(Reason.FAILED);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T throwing(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void callersHearWhetherItMayBeDone() {
    ActorRef<RegisterMail> proposer = proposer();
    var harmless = call(proposer);
    asked.receiveMessage();
    clock.addAndGet(20_000);
    assertThat(reason(harmless)).isEqualTo(Reason.UNAVAILABLE);

    var doubtful = call(proposer);
    Ballot ballot = asked.receiveMessage().request().ballot();
    tell(proposer, N2, new Promise<>(ballot, Optional.empty()));
    tell(proposer, N3, new Promise<>(ballot, Optional.empty()));
    assertThat(asked.receiveMessage().request()).isInstanceOf(Accept.class);
    clock.addAndGet(20_000);
    assertThat(reason(doubtful)).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void whoWaitsWhenAProposerStopsHearsOfIt() {
    ActorRef<RegisterMail> proposer = proposer();
    var current = call(proposer);
    var next = call(proposer);
    asked.receiveMessage();

    kit.stop(proposer);

    assertThat(reason(current)).isEqualTo(Reason.UNAVAILABLE);
    assertThat(reason(next)).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void moreCallsThanMayWaitAreRefused() {
    ActorRef<RegisterMail> proposer = proposer();
    for (int i = 0; i <= RegisterProposer.WAITING; i++) {
      begin(proposer);
    }

    assertThat(reason(call(proposer))).isEqualTo(Reason.OVERLOADED);
  }

  /** A register remembers each of its proposers for good, and so not any number. */
  @Test
  void aProposerTooManyIsRefused() {
    ActorRef<RegisterMail> proposer = proposer();
    var change = call(proposer);
    Ballot ballot = asked.receiveMessage().request().ballot();
    Content<Payload> full = Content.empty();
    for (int i = 0; i < Content.PROPOSERS; i++) {
      full = full.changed(new Ballot(1, 1, new MemberId("x" + i)), Optional.empty());
    }
    Promise<Content<Payload>> promise = new Promise<>(ballot, Optional.of(new Vote<>(LOW, full)));
    tell(proposer, N2, promise);
    tell(proposer, N3, promise);

    assertThat(reason(change)).isEqualTo(Reason.FAILED);
  }

  private void begin(ActorRef<RegisterMail> proposer) {
    assertThat(call(proposer)).isNotDone();
  }

  /** A call whose time is up before it is told ends when all before it was heard. */
  private void awaitHeard(ActorRef<RegisterMail> proposer) {
    CompletableFuture<Optional<Payload>> late = new CompletableFuture<>();
    proposer.tell(new RegisterProposer.Call(Optional.empty(), late, clock.get()));
    assertThat(reason(late)).isEqualTo(Reason.OVERLOADED);
  }

  /** A change that leaves everything as it is. */
  private CompletableFuture<Optional<Payload>> call(ActorRef<RegisterMail> proposer) {
    CompletableFuture<Optional<Payload>> result = new CompletableFuture<>();
    proposer.tell(
        new RegisterProposer.Call(Optional.of(found -> found), result, clock.get() + 10_000));
    return result;
  }

  private static void tell(
      ActorRef<RegisterMail> proposer, MemberId from, DecreeReply<Content<Payload>> reply) {
    proposer.tell(new Answered(LINEUP, from, reply));
  }

  private static Reason reason(CompletableFuture<?> call) {
    Throwable failure =
        call.orTimeout(20, TimeUnit.SECONDS).handle((result, thrown) -> thrown).join();
    assertThat(failure).isInstanceOf(RegisterException.class);
    return ((RegisterException) failure).reason();
  }
}
