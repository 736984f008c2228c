package dev.synod.acceptor;

import static dev.synod.acceptor.Given.DISK;
import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.GROUP;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.accept;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.choose;
import static dev.synod.acceptor.Given.post;
import static dev.synod.acceptor.Given.prepare;
import static dev.synod.acceptor.Given.send;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.vote;
import static dev.synod.acceptor.Given.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.Cast;
import dev.synod.acceptor.Acceptor.Command;
import dev.synod.acceptor.Acceptor.Done;
import dev.synod.acceptor.Acceptor.Gathered;
import dev.synod.acceptor.Acceptor.Ready;
import dev.synod.acceptor.Acceptor.Reply;
import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.typed.PublishedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The shell: rule A3 (remember first, then say), A4 and A8 over restarts, D3 (a failure is the
 * end).
 */
class AcceptorTest {
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off")
              .withFallback(PersistenceTestKitPlugin.getInstance().config()));
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private static final String ID = "g|n1|acceptor";
  private static final AcceptorSettings SETTINGS =
      new AcceptorSettings(
          "pekko.persistence.testkit.journal", Duration.ofSeconds(2), Given.PAGE, Given.WRITE);
  private static final Ballot LOW = ballot(1, N1);
  private static final Ballot HIGH = ballot(2, N2);

  private final TestProbe<Reply> front = kit.createTestProbe(Reply.class);
  private final TestProbe<Said> said = kit.createTestProbe(Said.class);
  private final AtomicLong clock = new AtomicLong();
  private final Seat seat =
      new Seat(
          N1,
          new ProbePostbox(effect -> said.getRef().tell(new Said(effect, journal()))),
          mail -> true,
          clock::get,
          new Random(1));

  /** What was said, with what the journal held at that moment. */
  private record Said(Effect effect, List<Object> journalThen) {}

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  /** Rule A3, and one event for everything that was gathered. */
  @Test
  void saysNothingBeforeItIsInTheJournal() {
    ActorRef<Command> acceptor = recovered();

    tell(acceptor, prepare(LOW, 1), accept(LOW, 1, "a"), accept(LOW, 2, "b"));

    Recorded event = event(1, LOW, 0, List.of(vote(1, LOW, "a"), vote(2, LOW, "b")));
    assertThat(said.receiveSeveralMessages(3))
        .containsExactly(
            new Said(send(N1, new Promise(LOW, 1, 0, List.of(), List.of(), 0, 0)), List.of(event)),
            new Said(send(N1, new Accepted(LOW, List.of(1L, 2L))), List.of(event)),
            new Said(post(new Voted(event.votes(), 0, 0)), List.of(event)));
  }

  /** Rule A3: also not while the journal is slow. */
  @Test
  void saysNothingWhileTheWriteIsOut() {
    HeldDisk disk = new HeldDisk();
    ActorRef<Command> acceptor = recovered();
    journal.withPolicy(disk);

    acceptor.tell(new Gathered(List.of(prepare(LOW, 1))));
    disk.awaitWrite();

    said.expectNoMessage(Duration.ZERO);
    disk.release();
    assertThat(said.receiveSeveralMessages(2)).noneMatch(each -> each.journalThen().isEmpty());
  }

  /** Rule E4: it may have granted a lease before it was stopped, unless it had promised nothing. */
  @Test
  void promisesNothingAfterARestartUntilALeaseCanBeLeft() {
    Configuration leased = Cast.FOUNDING.with(new LeaseTerms(800, 0));
    ActorRef<Command> first = spawn(leased);
    front.expectMessageClass(Ready.class);
    tell(first, prepare(LOW, 1));
    assertThat(journal()).hasSize(1);
    kit.stop(first);

    clock.set(5000);
    ActorRef<Command> second = spawn(leased);
    front.expectMessageClass(Ready.class);
    clock.set(5800);
    tell(second, prepare(HIGH, 1));
    assertThat(journal()).hasSize(1);
    clock.set(5801);
    tell(second, prepare(HIGH, 1));

    assertThat(journal()).hasSize(2);
  }

  /** Rules A3 and D3. */
  @Test
  void aFailedWriteSaysNothingAndStopsItForGood() {
    ActorRef<Command> acceptor = recovered();

    journal.failNextPersisted(ID);
    acceptor.tell(new Gathered(List.of(prepare(LOW, 1))));

    requireStoppedSilently(acceptor);
    assertThat(journal()).isEmpty();
  }

  /** Rules A3 and D3: a rejection is no better. */
  @Test
  void aRejectedWriteSaysNothingAndStopsItForGood() {
    ActorRef<Command> acceptor = recovered();

    journal.rejectNextPersisted(ID);
    acceptor.tell(new Gathered(List.of(accept(LOW, 1, "a"))));

    requireStoppedSilently(acceptor);
    assertThat(journal()).isEmpty();
  }

  @Test
  void aBrokenRuleStopsItBeforeAnythingIsWritten() {
    ActorRef<Command> acceptor = recovered();
    tell(acceptor, accept(LOW, 1, "a"));
    said.receiveSeveralMessages(2);

    acceptor.tell(new Gathered(List.of(accept(LOW, 2, "b"), accept(LOW, 1, "other"))));

    requireStoppedSilently(acceptor);
    assertThat(journal()).hasSize(1);
  }

  /** What changes nothing is answered without a write. */
  @Test
  void readsWithoutAWrite() {
    ActorRef<Command> acceptor = recovered();
    tell(acceptor, prepare(HIGH, 1));
    said.receiveSeveralMessages(2);

    tell(acceptor, prepare(HIGH, 1), prepare(LOW, 1));

    assertThat(effects(2))
        .containsExactly(
            send(N2, new Promise(HIGH, 1, 0, List.of(), List.of(), 0, 0)),
            send(N1, new Nack(LOW, HIGH)));
    assertThat(journal()).hasSize(1);
  }

  /** Rules A4 and B3: promise, votes and chosen log outlive the process. */
  @Test
  void keepsPromiseVotesAndChosenLogOverARestart() {
    ActorRef<Command> first = recovered();
    tell(first, accept(LOW, 1, "a"), accept(LOW, 2, "b"), accept(LOW, 4, "d"));
    tell(first, choose(LOW, 2));
    said.receiveSeveralMessages(3);
    kit.stop(first);

    ActorRef<Command> second = spawn();
    front.expectMessage(new Ready(2, 1, Optional.empty(), LOW, 2, 1));
    tell(second, prepare(HIGH, 1));

    assertThat(effects(2))
        .contains(
            send(
                N2,
                new Promise(
                    HIGH,
                    1,
                    2,
                    List.of(value("a"), value("b")),
                    List.of(vote(4, LOW, "d")),
                    0,
                    0)));
    assertThat(journal()).last().isEqualTo(event(3, HIGH, 2, List.of()));
  }

  /** Memory is freed with the next write; a restart has everything again. */
  @Test
  void whatIsClearedIsGoneFromMemoryAndStaysInTheJournal() {
    ActorRef<Command> first = recovered();
    tell(first, accept(LOW, 1, "a"), accept(LOW, 2, "b"), choose(LOW, 2));
    tell(first, within(new Clear(1)));
    assertThat(journal()).hasSize(1);
    tell(first, prepare(HIGH, 3));
    said.receiveSeveralMessages(4);

    tell(first, Given.from(N2, new CatchUp(1)));
    assertThat(effects(1)).containsExactly(send(N2, new CatchUpPage(1, List.of(), 2, 1)));
    kit.stop(first);
    ActorRef<Command> second = spawn();
    front.expectMessage(new Ready(2, 1, Optional.empty(), HIGH, 2, 1));
    tell(second, Given.from(N2, new CatchUp(1)));

    assertThat(effects(1))
        .containsExactly(send(N2, new CatchUpPage(1, List.of(value("a"), value("b")), 2, 0)));
  }

  /** Rule A8. */
  @Test
  void refusesAJournalWithAGap() {
    journal.persistForRecovery(
        ID, List.of(event(1, LOW, 0, List.of()), event(3, HIGH, 0, List.of())));

    requireStoppedSilently(spawn());
  }

  /** Rule A8: the journal knows that it was given more than it gives back. */
  @Test
  void refusesAJournalThatHasLostItsLastEvents() {
    ActorRef<Command> first = recovered();
    tell(first, prepare(LOW, 1));
    tell(first, prepare(HIGH, 1));
    said.receiveSeveralMessages(4);
    kit.stop(first);

    journal.clearByIdPreservingSeqNumbers(ID);

    requireStoppedSilently(spawn());
  }

  /** Rules A8 and D1: a directory that was copied or swapped gives no vote. */
  @Test
  void refusesTheJournalOfAnotherDisk() {
    Incarnation other = new Incarnation(new UUID(0, 2));
    journal.persistForRecovery(
        ID,
        List.of(new Recorded(GROUP, N1, other, 1, 1, LOW, 0, List.of(), 0, List.of(), Cut.NONE)));

    requireStoppedSilently(spawn());
  }

  /** Rule D3. */
  @Test
  void stopsWhenTheJournalCanNotBeRead() {
    journal.failNextRead(ID);

    requireStoppedSilently(spawn());
  }

  /** An event published on the system's stream costs a dispatcher task, and nobody reads it. */
  @Test
  void publishesNoEvents() {
    TestProbe<PublishedEvent> stream = kit.createTestProbe(PublishedEvent.class);
    kit.system()
        .eventStream()
        .tell(new EventStream.Subscribe<>(PublishedEvent.class, stream.getRef()));

    tell(recovered(), prepare(LOW, 1));

    stream.expectNoMessage(Duration.ZERO);
  }

  private ActorRef<Command> spawn() {
    return spawn(Cast.FOUNDING);
  }

  private ActorRef<Command> spawn(Configuration configuration) {
    return kit.spawn(
        Acceptor.create(EMPTY, AcceptorRules.SOUND, SETTINGS, seat, configuration, front.getRef()));
  }

  private ActorRef<Command> recovered() {
    ActorRef<Command> acceptor = spawn();
    front.expectMessage(new Ready(0, 1, Optional.empty(), Ballot.NONE, 0, 0));
    return acceptor;
  }

  /** Returns when the requests are decided and what came of it is in the journal. */
  private void tell(ActorRef<Command> acceptor, Request... requests) {
    acceptor.tell(new Gathered(List.of(requests)));
    assertThat(front.expectMessageClass(Done.class).entered()).isEmpty();
  }

  private void requireStoppedSilently(ActorRef<Command> acceptor) {
    front.expectTerminated(acceptor);
    front.expectNoMessage(Duration.ZERO);
    said.expectNoMessage(Duration.ZERO);
  }

  private List<Effect> effects(int count) {
    return said.receiveSeveralMessages(count).stream().map(Said::effect).toList();
  }

  private List<Object> journal() {
    return journal.persistedInStorage(ID);
  }

  private static Recorded event(
      long counter, Ballot promised, long chosenThrough, List<SlotVote> votes) {
    return new Recorded(
        GROUP, N1, DISK, counter, 1, promised, chosenThrough, votes, 0, List.of(), Cut.NONE);
  }
}
