package dev.synod.acceptor;

import static dev.synod.acceptor.Given.DISK;
import static dev.synod.acceptor.Given.GROUP;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.N3;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice.Vouched;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.NotaryNotice.Written;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * The front's watch over the disk to the millisecond (rule L6), and what comes before the replay.
 * The journal is slow from its first write; events go through Synod's own serializer.
 */
class AcceptorWatchdogTest {
  /** Time stands still but for the ticks that a test sends. */
  private final ActorTestKit kit =
      ActorTestKit.create(
          PersistenceTestKitPlugin.getInstance().config().withFallback(ManualTime.config()));

  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private static final long START = 10_000;
  private static final long DEADLINE = 2000;
  private static final Ballot BALLOT = ballot(1, N2);

  private final AtomicLong clock = new AtomicLong(START);
  private final TestProbe<Effect> said = kit.createTestProbe(Effect.class);
  private final TestProbe<Envelope> refused = kit.createTestProbe(Envelope.class);
  private final List<Effect> stalls = new CopyOnWriteArrayList<>();
  private final HeldDisk disk = new HeldDisk();
  private final HeldDisk later = new HeldDisk();
  private ActorRef<Mail> front;

  @BeforeEach
  void spawn() {
    journal.withPolicy(disk);
    Seat seat = new Seat(N1, new ProbePostbox(this::hear), this::admits, clock::get, new Random(1));
    AcceptorSettings settings =
        new AcceptorSettings(
            "pekko.persistence.testkit.journal",
            Duration.ofMillis(DEADLINE),
            Given.PAGE,
            Given.WRITE);
    front =
        kit.spawn(
            AcceptorFront.create(
                new AcceptorFront.Setup(
                    seat,
                    GROUP,
                    Cast.FOUNDING,
                    DISK,
                    settings,
                    AcceptorRules.SOUND,
                    kit.createTestProbe(dev.synod.protocol.Entry.class).getRef())));
    front.tell(new Vouched());
    front.tell(from(N2, new Prepare(BALLOT, 1)));
  }

  @AfterEach
  void stop() {
    disk.release();
    later.release();
    kit.shutdownTestKit();
  }

  @Test
  void mailThatIsThereBeforeTheReplayIsAnsweredAfterIt() {
    disk.release();

    said.expectMessage(post(new Voted(List.of(), 0, 0)));
    said.expectMessage(post(new Recovered(Ballot.NONE)));
    said.expectMessage(Given.send(N2, new Promise(BALLOT, 1, 0, List.of(), List.of(), 0, 0)));
  }

  @Test
  void countsAsStalledFromTheDeadlineOnNotBefore() {
    disk.awaitWrite();

    tickAt(START + DEADLINE - 1);
    assertThat(stalls).isEmpty();
    tickAt(START + DEADLINE);
    assertThat(stalls).containsExactly(post(new DiskStalled(true)));
    tickAt(START + 9 * DEADLINE);
    assertThat(stalls).hasSize(1);
  }

  /** A disk that is slow but goes on is not stalled: each write has the whole deadline. */
  @Test
  void theDeadlineCountsFromTheWriteThatIsOut() {
    disk.awaitWrite();
    tickAt(START + DEADLINE - 1);
    front.tell(from(N2, new Accept(BALLOT, 1, Given.value("a"), 0)));
    awaitRead();

    journal.withPolicy(later);
    disk.release();
    later.awaitWrite();
    tickAt(START + DEADLINE - 1 + DEADLINE - 1);
    assertThat(stalls).isEmpty();
    tickAt(START + DEADLINE - 1 + DEADLINE);
    assertThat(stalls).containsExactly(post(new DiskStalled(true)));
  }

  private void hear(Effect effect) {
    if (effect instanceof Effect.Post told && told.notice() instanceof DiskStalled) {
      stalls.add(effect);
    }
    if (!(effect instanceof Effect.Post told && told.notice() instanceof Written)) {
      said.getRef().tell(effect);
    }
  }

  /** Refuses n3's mail, and tells the test that it was here. */
  private boolean admits(Envelope envelope) {
    boolean foreign = envelope.from().equals(N3);
    if (foreign) {
      refused.getRef().tell(envelope);
    }
    return !foreign;
  }

  private void tickAt(long now) {
    clock.set(now);
    front.tell(Mail.Tick.INSTANCE);
    awaitRead();
  }

  /** Returns once the front has read everything that it was told. */
  private void awaitRead() {
    Envelope last = from(N3, new Prepare(BALLOT, 1));
    front.tell(last);
    refused.expectMessage(last);
  }

  private static Envelope from(MemberId from, AcceptorMessage message) {
    return new Envelope(GROUP, "0123456789abcdef", 1, from, DISK, message);
  }
}
