package dev.synod.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.membership.FounderEvent.AdmittedTo;
import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Admitted;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.FounderMessage.Stored;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.SessionLimits;
import dev.synod.shell.Enter;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell: rule A3 (remember first, then say), rule D3 (a failed journal stops it). */
class FounderTest {
  private static final String JOURNAL = "pekko.persistence.testkit.journal";
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off")
              .withFallback(PersistenceTestKitPlugin.getInstance().config()));
  private final PersistenceTestKit disk = PersistenceTestKit.create(kit.system());

  private static final GroupName GROUP = new GroupName("g");
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");
  private static final Incarnation OF_N1 = new Incarnation(new UUID(0, 1));
  private static final Incarnation OF_N2 = new Incarnation(new UUID(0, 2));
  private static final List<String> ROSTER = List.of("n1@a:1", "n2@b:2");
  private static final Configuration FOUNDING =
      Configuration.majority(
          1,
          new SessionLimits(64, 60_000, 16),
          List.of(MemberRecord.voter(N1, "a:1", OF_N1), MemberRecord.voter(N2, "b:2", OF_N2)));

  private final TestProbe<Founder.Verdict> parent = kit.createTestProbe(Founder.Verdict.class);
  private final TestProbe<Said> peers = kit.createTestProbe(Said.class);
  private final Queue<Said> said = new ConcurrentLinkedQueue<>();
  private final Queue<Notice> posted = new ConcurrentLinkedQueue<>();

  /** A message with what was on the sender's disk when it was sent. */
  private record Said(
      MemberId to, PaxosMessage message, Incarnation speaker, List<Object> diskThen) {}

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void theLowestIdSaysNothingBeforeItIsOnItsDisk() {
    ActorRef<Mail> n1 = spawn(N1, () -> OF_N1);
    Said introduction = expect(Introduce.class);

    n1.tell(from(N2, OF_N2, new Introduce(FOUNDING.members().get(1), ROSTER)));
    Said store = expect(Store.class);
    n1.tell(from(N2, OF_N2, new Stored(FOUNDING)));
    Said founded = expect(Founded.class);

    Formatted formatted = new Formatted(GROUP, N1, OF_N1);
    assertThat(introduction.diskThen()).contains(formatted);
    assertThat(introduction.speaker()).isEqualTo(OF_N1);
    assertThat(store.diskThen()).containsExactly(formatted, new StoredFounding(FOUNDING));
    assertThat(founded.diskThen())
        .containsExactly(formatted, new StoredFounding(FOUNDING), new FoundedWith(FOUNDING));
    assertThat(parent.receiveMessage()).isEqualTo(new Founder.Founded(FOUNDING, FOUNDING, OF_N1));
  }

  @Test
  void anotherMemberConfirmsTheRecordOnlyWhenItIsOnItsDisk() {
    ActorRef<Mail> n2 = spawn(N2, () -> OF_N2);
    expect(Introduce.class);

    n2.tell(from(N1, OF_N1, new Store(FOUNDING)));
    Said stored = expect(Stored.class);
    n2.tell(from(N1, OF_N1, new Founded(FOUNDING)));

    assertThat(stored.to()).isEqualTo(N1);
    assertThat(stored.diskThen()).contains(new StoredFounding(FOUNDING));
    assertThat(parent.receiveMessage()).isEqualTo(new Founder.Founded(FOUNDING, FOUNDING, OF_N2));
  }

  @Test
  void whenTheJournalFailsNothingIsSaidAndTheFounderStops() {
    ActorRef<Mail> n2 = spawn(N2, () -> OF_N2);
    expect(Introduce.class);

    disk.failNextPersisted(id(N2));
    n2.tell(from(N1, OF_N1, new Store(FOUNDING)));

    parent.expectTerminated(n2);
    assertThat(said).extracting(Said::message).hasOnlyElementsOfType(Introduce.class);
    assertThat(disk.persistedInStorage(id(N2))).hasSize(1);
    parent.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aDiskIsFormattedOnceAndKeepsItsIncarnationOverRestarts() {
    ActorRef<Mail> first = spawn(N2, () -> OF_N2);
    expect(Introduce.class);
    kit.stop(first);

    spawn(N2, FounderTest::neverAsked);

    assertThat(expect(Introduce.class).speaker()).isEqualTo(OF_N2);
    assertThat(disk.persistedInStorage(id(N2))).containsExactly(new Formatted(GROUP, N2, OF_N2));
  }

  @Test
  void aFoundedMemberTellsItsParentAtOnceAfterARestartAndAnswersTheLate() {
    n2IsFounded();

    ActorRef<Mail> n2 = spawn(N2, FounderTest::neverAsked);

    assertThat(parent.receiveMessage()).isEqualTo(new Founder.Founded(FOUNDING, FOUNDING, OF_N2));
    Incarnation lost = new Incarnation(new UUID(0, 3));
    n2.tell(from(N1, lost, new Introduce(MemberRecord.voter(N1, "a:1", lost), ROSTER)));
    assertThat(peers.receiveMessage().message()).isEqualTo(new Founded(FOUNDING));
  }

  @Test
  void anOutsiderIsReportedOnceAndStays() {
    ActorRef<Mail> n2 = spawn(N2, () -> new Incarnation(new UUID(0, 4)));
    expect(Introduce.class);

    n2.tell(from(N1, OF_N1, new Founded(FOUNDING)));
    n2.tell(from(N1, OF_N1, new Founded(FOUNDING)));

    Founder.Met n1 = new Founder.Met(FOUNDING.members().get(0));
    assertThat(parent.receiveMessage()).isEqualTo(n1);
    assertThat(parent.receiveMessage())
        .isInstanceOf(Founder.Outsider.class)
        .asString()
        .contains(OF_N2.toString());
    assertThat(parent.receiveMessage()).isEqualTo(n1);
    kit.stop(n2);
    parent.expectNoMessage(Duration.ZERO);
  }

  /** Rule A3: it begins only when its admission is on its disk. */
  @Test
  void anOutsiderThatIsAdmittedBegins() {
    Incarnation own = new Incarnation(new UUID(0, 4));
    Configuration current =
        Configuration.majority(
            2,
            FOUNDING.sessions(),
            List.of(FOUNDING.members().get(0), MemberRecord.voter(N2, "b:2", own)));
    ActorRef<Mail> n2 = spawn(N2, () -> own);
    expect(Introduce.class);
    n2.tell(from(N1, OF_N1, new Founded(FOUNDING)));
    assertThat(verdict()).isInstanceOf(Founder.Outsider.class);

    n2.tell(from(N1, OF_N1, new Admitted(FOUNDING, current)));

    assertThat(verdict()).isEqualTo(new Founder.Founded(FOUNDING, current, own));
    assertThat(disk.persistedInStorage(id(N2)))
        .containsExactly(new Formatted(GROUP, N2, own), new AdmittedTo(FOUNDING, current));
  }

  /** The acceptor's journal knows in which epoch this member is, the founder's does not. */
  @Test
  void whoEntersALaterEpochAdmitsTheDisksOfIt() {
    Incarnation added = new Incarnation(new UUID(0, 3));
    MemberId n3 = new MemberId("n3");
    MemberRecord disk = MemberRecord.voter(n3, "c:3", added);
    Configuration current =
        Configuration.majority(
            2,
            FOUNDING.sessions(),
            List.of(FOUNDING.members().get(0), FOUNDING.members().get(1), disk));
    n2IsFounded();
    ActorRef<Mail> n2 = spawn(N2, FounderTest::neverAsked);
    parent.expectMessageClass(Founder.Founded.class);

    n2.tell(from(n3, added, new Introduce(disk, ROSTER)));
    assertThat(peers.receiveMessage().message()).isEqualTo(new Founded(FOUNDING));
    assertThat(parent.receiveMessage()).isEqualTo(new Founder.Met(disk));
    n2.tell(new Enter(new Entry(current, Optional.empty()), seat()));
    n2.tell(from(n3, added, new Introduce(disk, ROSTER)));

    assertThat(peers.receiveMessage().message()).isEqualTo(new Admitted(FOUNDING, current));
    assertThat(posted).containsExactly(new RegistrarNotice.Waiting(disk));
  }

  private Seat seat() {
    return new Seat(N2, postbox(N2, OF_N2), envelope -> true, () -> 0, new Random(1));
  }

  private Founder.Verdict verdict() {
    Founder.Verdict next = parent.receiveMessage();
    while (next instanceof Founder.Met) {
      next = parent.receiveMessage();
    }
    return next;
  }

  @Test
  void aDifferingListIsReportedAsAFailure() {
    ActorRef<Mail> n2 = spawn(N2, () -> OF_N2);
    expect(Introduce.class);

    n2.tell(from(N1, OF_N1, new Introduce(FOUNDING.members().get(0), List.of("n1@a:1", "n2@c:3"))));

    assertThat(parent.receiveMessage())
        .isInstanceOf(Founder.Failed.class)
        .asString()
        .contains("[n1@a:1, n2@c:3]", ROSTER.toString());
  }

  /** Rule M4: a founded member hears from its peer's address that another cluster lives there. */
  @Test
  void aRefusalAfterTheFoundingIsReported() {
    n2IsFounded();
    ActorRef<Mail> n2 = spawn(N2, FounderTest::neverAsked);
    parent.expectMessageClass(Founder.Founded.class);

    n2.tell(from(N1, OF_N1, new Refused("n1 belongs to cluster A, n2 to cluster B")));

    assertThat(parent.expectMessageClass(Founder.Disputed.class).line())
        .contains("n1 belongs to cluster A, n2 to cluster B");
  }

  /** Rule D2. */
  @Test
  void aJournalWithAGapStopsTheFounderBeforeItSaysAnything() {
    disk.persistForRecovery(
        id(N2), List.of(new Formatted(GROUP, N2, OF_N2), new FoundedWith(FOUNDING)));

    ActorRef<Mail> n2 = spawn(N2, FounderTest::neverAsked);

    parent.expectTerminated(n2);
    assertThat(said).isEmpty();
    parent.expectNoMessage(Duration.ZERO);
  }

  /** Rule D1: events that another disk remembers may be an old copy. */
  @Test
  void eventsOfAnotherDiskGiveNoVote() {
    n2IsFounded();

    spawn(N2, DiskName.kept(() -> OF_N1));

    assertThat(parent.expectMessageClass(Founder.Failed.class).line())
        .contains("n2 of group g", "written on disk " + OF_N2, "this is disk " + OF_N1);
    assertThat(said).isEmpty();
  }

  @Test
  void aDiskThatKnowsItsNameGoesOnUnderIt() {
    n2IsFounded();

    spawn(N2, DiskName.kept(() -> OF_N2));

    assertThat(parent.expectMessageClass(Founder.Founded.class).incarnation()).isEqualTo(OF_N2);
  }

  /** As its journal has it. */
  private void n2IsFounded() {
    disk.persistForRecovery(
        id(N2),
        List.of(
            new Formatted(GROUP, N2, OF_N2),
            new StoredFounding(FOUNDING),
            new FoundedWith(FOUNDING)));
  }

  private ActorRef<Mail> spawn(MemberId member, Supplier<Incarnation> fresh) {
    return spawn(member, DiskName.drawn(fresh));
  }

  private ActorRef<Mail> spawn(MemberId member, DiskName disk) {
    return kit.spawn(
        Founder.create(
            FoundingState.create(
                GROUP,
                member,
                ROSTER,
                new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE)),
            JOURNAL,
            disk,
            incarnation -> postbox(member, incarnation),
            parent.getRef()));
  }

  private Postbox postbox(MemberId member, Incarnation incarnation) {
    return new RecordingPostbox(
        (to, message) -> {
          Said now = new Said(to, message, incarnation, disk.persistedInStorage(id(member)));
          said.add(now);
          peers.getRef().tell(now);
        },
        posted::add);
  }

  /** The next message of a kind; repetitions of others may come before it. */
  private Said expect(Class<? extends FounderMessage> kind) {
    Said next = peers.receiveMessage();
    while (!kind.isInstance(next.message())) {
      next = peers.receiveMessage();
    }
    return next;
  }

  private static Envelope from(MemberId member, Incarnation incarnation, FounderMessage message) {
    return new Envelope(GROUP, "", 0, member, incarnation, message);
  }

  private static String id(MemberId member) {
    return "g|" + member + "|founding";
  }

  private static Incarnation neverAsked() {
    throw new AssertionError("the directory has its incarnation already");
  }
}
