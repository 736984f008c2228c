package dev.synod.acceptor;

import static dev.synod.acceptor.Given.DISK;
import static dev.synod.acceptor.Given.GROUP;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.N3;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.post;
import static dev.synod.acceptor.Given.send;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.vote;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.Cast;
import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.AcceptorNotice.Vouched;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerNotice.Announced;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.NotaryNotice.Written;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The front: gathers while a write is out, watches the disk (rule L6), ends with the acceptor (D3).
 */
class AcceptorFrontTest {
  /** Time stands still but for the ticks that a test sends. */
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off")
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(ManualTime.config()));

  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private static final String ID = "g|n1|acceptor";
  private static final long DEADLINE = 2000;
  private static final Ballot BALLOT = ballot(1, N2);

  private final AtomicLong clock = new AtomicLong(10_000);
  private final TestProbe<Effect> said = kit.createTestProbe(Effect.class);
  private final TestProbe<Effect> notary = kit.createTestProbe(Effect.class);
  private final TestProbe<Entry> member = kit.createTestProbe(Entry.class);
  private final HeldDisk disk = new HeldDisk();
  private ActorRef<Mail> front;

  @BeforeEach
  void spawn() {
    front = spawnVouched();
    said.expectMessage(post(new Voted(List.of(), 0, 0)));
    said.expectMessage(post(new Recovered(Ballot.NONE)));
  }

  @AfterEach
  void stop() {
    disk.release();
    kit.shutdownTestKit();
  }

  @Test
  void tellsTheOwnMemberWhatTheJournalHolds() {
    tell(new Accept(BALLOT, 1, value("abc"), 0));
    said.receiveSeveralMessages(2);
    front.tell(new Choose(BALLOT, 1, false));
    front.tell(Mail.Tick.INSTANCE);
    said.expectMessage(post(new Voted(List.of(), 1, 3)));
    kit.stop(front);

    front = spawnVouched();

    said.expectMessage(post(new Voted(List.of(), 1, 3)));
    said.expectMessage(post(new Recovered(BALLOT)));
  }

  /** Rule D1: a disk that may be an older copy tells what is chosen, and votes for nothing. */
  @Test
  void votesForNothingBeforeItsDiskIsVouchedFor() {
    tell(new Accept(BALLOT, 1, value("abc"), 0));
    said.receiveSeveralMessages(2);
    kit.stop(front);

    front = spawnFront();
    said.expectMessage(post(new Voted(List.of(), 0, 0)));
    tell(new Prepare(ballot(2, N2), 1));
    tell(new Accept(BALLOT, 2, value("d"), 0));
    tell(new Confirm(BALLOT, 1));
    tell(new CatchUp(1));

    said.expectMessage(send(N2, new CatchUpPage(1, List.of(), 0, 0)));
    front.tell(new Vouched());
    said.expectMessage(post(new Recovered(BALLOT)));
    tell(new Confirm(BALLOT, 2));
    said.expectMessage(send(N2, new Confirmed(BALLOT, 2, 0)));
  }

  @Test
  void tellsTheNotaryHowManyEventsItsJournalHolds() {
    notary.expectMessage(post(new Written(0)));
    tell(new Accept(BALLOT, 1, value("abc"), 0));
    said.receiveSeveralMessages(2);
    front.tell(Mail.Tick.INSTANCE);
    front.tell(Mail.Tick.INSTANCE);
    notary.expectMessage(post(new Written(1)));
    kit.stop(front);

    front = spawnFront();

    notary.expectMessage(post(new Written(1)));
  }

  @Test
  void whatArrivesWhileAWriteIsOutBecomesOneEvent() {
    journal.withPolicy(disk);
    tell(new Prepare(BALLOT, 1));
    disk.awaitWrite();

    tell(new Accept(BALLOT, 1, value("a"), 0));
    front.tell(new Learned(1, List.of(value("a"))));
    front.tell(new Choose(BALLOT, 3, false));
    tell(new Accept(BALLOT, 2, value("b"), 0));
    tell(new Accept(BALLOT, 3, value("c"), 0));
    disk.release();

    said.receiveSeveralMessages(2);
    said.expectMessage(send(N2, new Accepted(BALLOT, List.of(1L, 2L, 3L))));
    said.expectMessageClass(Effect.Post.class);
    assertThat(journal.persistedInStorage(ID))
        .hasSize(2)
        .last()
        .isEqualTo(
            new Recorded(
                GROUP,
                N1,
                DISK,
                2,
                1,
                BALLOT,
                3,
                List.of(vote(1, BALLOT, "a"), vote(2, BALLOT, "b"), vote(3, BALLOT, "c")),
                1,
                List.of(value("a")),
                Cut.NONE));
  }

  /** What the leader says with a proposal is no matter of this disk. */
  @Test
  void tellsTheLearnerWhatAProposalSaysWhileAWriteIsOut() {
    tell(new Accept(BALLOT, 1, value("a"), 0));
    said.receiveSeveralMessages(2);
    journal.withPolicy(disk);
    tell(new Accept(BALLOT, 2, value("b"), 0));
    disk.awaitWrite();

    tell(new Accept(BALLOT, 3, value("c"), 1));

    said.expectMessage(post(new Announced(N2, new Chosen(BALLOT, 1))));
  }

  /** Rule R1: a round of reads does not wait for the disk. */
  @Test
  void confirmsItsDurablePromiseWhileAWriteIsOut() {
    tell(new Accept(BALLOT, 1, value("a"), 0));
    said.receiveSeveralMessages(2);
    journal.withPolicy(disk);
    tell(new Accept(BALLOT, 2, value("b"), 0));
    disk.awaitWrite();

    tell(new Confirm(BALLOT, 7));

    said.expectMessage(send(N2, new Confirmed(BALLOT, 7, 0)));
    disk.release();
    said.expectMessage(send(N2, new Accepted(BALLOT, List.of(2L))));
  }

  /** What the write brings may be another promise. */
  @Test
  void confirmsNothingWhileAPrepareIsBeingWritten() {
    tell(new Accept(BALLOT, 1, value("a"), 0));
    said.receiveSeveralMessages(2);
    journal.withPolicy(disk);
    tell(new Prepare(ballot(2, N2), 2));
    disk.awaitWrite();

    tell(new Confirm(BALLOT, 7));
    disk.release();

    assertThat(said.receiveSeveralMessages(2))
        .noneMatch(effect -> effect.equals(send(N2, new Confirmed(BALLOT, 7, 0))));
  }

  /** Marks are no reason to write, and must not delay a read by a write. */
  @Test
  void marksAloneWaitForAFlush() {
    tell(new Accept(BALLOT, 1, value("a"), 0));
    said.receiveSeveralMessages(2);

    front.tell(new Choose(BALLOT, 1, false));
    tell(new Confirm(BALLOT, 7));
    said.expectMessage(send(N2, new Confirmed(BALLOT, 7, 0)));
    assertThat(journal.persistedInStorage(ID)).hasSize(1);
    front.tell(Mail.Tick.INSTANCE);

    said.expectMessage(post(new Voted(List.of(), 1, 1)));
    assertThat(journal.persistedInStorage(ID)).hasSize(2);
  }

  /** Rule L6. */
  @Test
  void tellsTheElectorOnceThatTheDiskIsStalledAndOnceThatItIsNot() {
    journal.withPolicy(disk);
    tell(new Prepare(BALLOT, 1));
    disk.awaitWrite();

    clock.addAndGet(DEADLINE - 1);
    front.tell(Mail.Tick.INSTANCE);
    clock.addAndGet(1);
    front.tell(Mail.Tick.INSTANCE);
    front.tell(Mail.Tick.INSTANCE);
    said.expectMessage(post(new DiskStalled(true)));
    disk.release();

    assertThat(said.receiveSeveralMessages(3)).contains(post(new DiskStalled(false)));
    tell(new Confirm(BALLOT, 1));
    said.expectMessage(send(N2, new Confirmed(BALLOT, 1, 0)));
  }

  @Test
  void aDiskWithNothingToDoIsNotStalled() {
    clock.addAndGet(100 * DEADLINE);

    front.tell(Mail.Tick.INSTANCE);
    tell(new CatchUp(1));

    said.expectMessage(send(N2, new CatchUpPage(1, List.of(), 0, 0)));
  }

  /** Rule A5: dropping a message is always safe. */
  @Test
  void dropsWhatIsMoreThanItMayHold() {
    journal.withPolicy(disk);
    tell(new Prepare(BALLOT, 1));
    disk.awaitWrite();

    for (int count = 0; count < Pile.MAX_REQUESTS; count++) {
      tell(new Confirm(BALLOT, 1));
    }
    tell(new CatchUp(1));
    front.tell(Mail.Tick.INSTANCE);
    disk.release();

    said.receiveSeveralMessages(2);
    assertThat(said.receiveSeveralMessages(Pile.MAX_REQUESTS))
        .containsOnly(send(N2, new Confirmed(BALLOT, 1, 0)));
    tell(new Confirm(BALLOT, 2));
    said.expectMessage(send(N2, new Confirmed(BALLOT, 2, 0)));
  }

  /** Rule D3: half a member is none. */
  @Test
  void endsWithTheAcceptor() {
    journal.failNextPersisted(ID);

    tell(new Prepare(BALLOT, 1));

    said.expectTerminated(front);
    said.expectNoMessage(Duration.ZERO);
  }

  /** Rule A8: a journal that is not this member's ends it before it says anything. */
  @Test
  void endsWhenTheJournalIsRefused() {
    kit.stop(front);
    journal.persistForRecovery(
        ID,
        List.of(new Recorded(GROUP, N2, DISK, 1, 1, BALLOT, 0, List.of(), 0, List.of(), Cut.NONE)));

    front = spawnFront();

    said.expectTerminated(front);
    said.expectNoMessage(Duration.ZERO);
  }

  /** Rules B4 and M4. */
  @Test
  void readsNoMailThatDoesNotConcernThisMember() {
    tell(N3, new Prepare(BALLOT, 1));
    tell(N2, new CatchUp(1));

    said.expectMessage(send(N2, new CatchUpPage(1, List.of(), 0, 0)));
    assertThat(journal.persistedInStorage(ID)).isEmpty();
  }

  private ActorRef<Mail> spawnFront() {
    Seat seat =
        new Seat(
            N1,
            new ProbePostbox(this::hear),
            envelope -> !envelope.from().equals(N3),
            clock::get,
            new Random(1));
    AcceptorSettings settings =
        new AcceptorSettings(
            "pekko.persistence.testkit.journal",
            Duration.ofMillis(DEADLINE),
            Given.PAGE,
            Given.WRITE);
    return kit.spawn(
        AcceptorFront.create(
            new AcceptorFront.Setup(
                seat, GROUP, Cast.FOUNDING, DISK, settings, AcceptorRules.SOUND, member.getRef())));
  }

  private ActorRef<Mail> spawnVouched() {
    ActorRef<Mail> vouched = spawnFront();
    vouched.tell(new Vouched());
    return vouched;
  }

  private void hear(Effect effect) {
    boolean toNotary = effect instanceof Effect.Post told && told.notice() instanceof Written;
    (toNotary ? notary : said).getRef().tell(effect);
  }

  private void tell(AcceptorMessage message) {
    tell(N2, message);
  }

  private void tell(MemberId from, AcceptorMessage message) {
    front.tell(new Envelope(GROUP, "0123456789abcdef", 1, from, DISK, message));
  }
}
