package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.SETTINGS;
import static dev.synod.replica.Given.opening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.Command;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import dev.synod.protocol.SessionId;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The replica's actor between a client and a log that the test writes. */
class ReplicaTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Incarnation DISK = new Incarnation(new UUID(0, 1));
  private static ActorTestKit kit;

  private final HeldBatches batches = new HeldBatches();
  private final AtomicLong clock = new AtomicLong();
  private TestProbe<Object> peers;
  private ActorRef<Mail> replica;
  private ReplicaDoor door;

  /** What went to another member. */
  record Sent(MemberId to, PaxosMessage message) {}

  /** A command that no serializer is bound to. */
  record Unwritable() implements Command<Integer> {}

  /** A command that its serializer can't read back. */
  record Unreadable() implements Command<Integer> {}

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "replica",
            ConfigFactory.parseString(
                    """
                    pekko.loglevel = WARNING
                    pekko.actor.serializers.line = "dev.synod.replica.LineSerializer"
                    pekko.actor.serialization-bindings {
                      "dev.synod.replica.Journal$Line" = line
                      "dev.synod.replica.ReplicaTest$Unreadable" = line
                    }
                    """)
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    peers = kit.createTestProbe();
    Postbox postbox =
        new Postbox() {
          @Override
          public void send(MemberId to, PaxosMessage message) {
            peers.getRef().tell(new Sent(to, message));
          }

          @Override
          public void post(Notice notice) {
            peers.getRef().tell(notice);
          }
        };
    Replica.Setup setup =
        new Replica.Setup(
            new GroupName("g"),
            N1,
            new Configuration(
                1, List.of(new MemberRecord(N1, "h1:1", DISK), new MemberRecord(N2, "h2:2", DISK))),
            SETTINGS,
            new Seat(N1, postbox, mail -> mail.from().equals(N2), clock::get, new Random(1)),
            batches);
    replica = kit.spawn(Replica.create(setup, new Journal()));
    door = new ReplicaDoor(new GroupName("g"), replica);
  }

  @Test
  void sendsACommandToTheLeaderAndAnswersItWhenItIsApplied() {
    long slot = openOwnSession();

    CompletionStage<Outcome<Integer>> outcome = door.submit(new Journal.Line("a"));
    LogCommand command = submitted().get(0);
    assertThat(outcome).isNotDone();
    deliver(slot + 1, batches.of(5, command));

    assertThat(outcome).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(1, slot + 1));
  }

  @Test
  void holdsWhatComesBeforeALeaderIsKnown() {
    CompletionStage<Outcome<Integer>> first = door.submit(7, 1, new Journal.Line("a"));
    CompletionStage<Outcome<Integer>> second = door.submit(7, 2, new Journal.Line("b"));

    replica.tell(N2_LEADS);

    assertThat(submitted()).hasSize(3);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
  }

  /** S2: the same session and sequence again, in another slot, has the same outcome. */
  @Test
  void answersARetryWithTheFirstResult() {
    long slot = openOwnSession();
    CompletionStage<Outcome<Long>> opened = door.openSession();
    deliver(slot + 1, batches.of(5, submitted().get(0)));
    assertThat(opened).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(2L, slot + 1));

    CompletionStage<Outcome<Integer>> first = door.submit(2, 1, new Journal.Line("a"));
    deliver(slot + 2, batches.of(6, submitted().get(0)));
    CompletionStage<Outcome<Integer>> retry = door.submit(2, 1, new Journal.Line("a"));
    deliver(slot + 3, batches.of(7, submitted().get(0)));

    Outcome<Integer> once = new Outcome.Committed<>(1, slot + 2);
    assertThat(first).succeedsWithin(SOON).isEqualTo(once);
    assertThat(retry).succeedsWithin(SOON).isEqualTo(once);
  }

  /** S3. */
  @Test
  void neverExecutesInASessionThatNobodyOpened() {
    long slot = openOwnSession();

    CompletionStage<Outcome<Integer>> outcome = door.submit(77, 1, new Journal.Line("a"));
    deliver(slot + 1, batches.of(5, submitted().get(0)));

    assertUnknown(outcome, Doubt.SESSION_EXPIRED);
    assertThat(localLength()).isZero();
  }

  /**
   * Session ids are small numbers, and this one is the node's own: its numbering stays unharmed.
   */
  @Test
  void bearsAClientThatNamesTheSessionOfANode() {
    long slot = openOwnSession();

    CompletionStage<Outcome<Integer>> before = door.submit(1, 99, new Journal.Line("a"));
    deliver(slot + 1, batches.of(5, submitted().get(0)));
    CompletionStage<Outcome<Integer>> own = door.submit(new Journal.Line("b"));
    deliver(slot + 2, batches.of(5, submitted().get(0)));
    CompletionStage<Outcome<Integer>> after = door.submit(1, 100, new Journal.Line("c"));
    deliver(slot + 3, batches.of(5, submitted().get(0)));

    assertThat(before).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(1, slot + 1));
    assertThat(own).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(2, slot + 2));
    assertUnknown(after, Doubt.SEQUENCE_FORGOTTEN);
    assertThatThrownBy(() -> door.submit(1, 1L << 41, new Journal.Line("d")))
        .hasMessageContaining("must be from 1 to 2199023255551");
  }

  @Test
  void rejectsACommandOverTheLimit() {
    CompletionStage<Outcome<Integer>> outcome = door.submit(new Journal.Line("x".repeat(200)));

    assertRejected(outcome, Reason.TOO_LARGE, "synod.client.command = 128 B");
  }

  @Test
  void rejectsWhatCannotBeWrittenOrNotBeReadBack() {
    assertRejected(door.submit(new Unwritable()), Reason.FAILED, "Unwritable");
    assertRejected(door.submit(new Unreadable()), Reason.FAILED, "can't read other");
  }

  @Test
  void rejectsACommandThatTheMachineThrowsAt() {
    long slot = openOwnSession();

    CompletionStage<Outcome<Integer>> outcome = door.submit(new Journal.Line("throw"));
    deliver(slot + 1, batches.of(5, submitted().get(0)));

    assertRejected(outcome, Reason.FAILED, "no throw here");
    assertThat(status().appliedThrough()).isEqualTo(slot + 1);
  }

  @Test
  void refusesMoreThanMayWait() {
    for (int i = 0; i < 4; i++) {
      assertThat(door.submit(new Journal.Line("a"))).isNotDone();
    }

    assertRejected(door.submit(new Journal.Line("b")), Reason.OVERLOADED, "outstanding = 4");
    assertThat(status().pending()).isEqualTo(4);
  }

  /** S5: the client saw a doubt; the outcome that comes later changes nothing of that. */
  @Test
  void isInDoubtAfterTheTimeOutWhateverComesLater() {
    long slot = openOwnSession();
    CompletionStage<Outcome<Integer>> outcome = door.submit(new Journal.Line("a"));
    LogCommand command = submitted().get(0);

    clock.set(1000);
    replica.tell(Mail.Tick.INSTANCE);
    assertUnknown(outcome, Doubt.TIMED_OUT);
    assertThat(submitted()).containsExactly(new LogCommand.KeepSession(new SessionId(1)));
    deliver(slot + 1, batches.of(5, command));

    assertThat(localLength()).isEqualTo(1);
    assertUnknown(outcome, Doubt.TIMED_OUT);
  }

  @Test
  void readsOnceTheLeaderHasConfirmedAndTheSlotIsApplied() {
    long slot = openOwnSession();

    CompletionStage<ReadResult<Integer>> read = door.read(new Journal.Length());
    long question = asked();
    replica.tell(from(N1, new ReadIndex(question, 0)));
    replica.tell(from(N2, new ReadIndex(question, slot + 1)));
    assertThat(localLength()).isZero();
    assertThat(read).as("not admitted, not applied").isNotDone();

    deliver(slot + 1, Value.NO_OP);
    assertThat(read).succeedsWithin(SOON).isEqualTo(new ReadResult<>(0, slot + 1));
  }

  @Test
  void failsAReadThatNobodyConfirmsAndOneThatTheMachineThrowsAt() {
    CompletionStage<ReadResult<Integer>> read = door.read(new Journal.Length());
    assertThat(localLength()).isZero();

    clock.set(1000);
    replica.tell(Mail.Tick.INSTANCE);

    assertThat(read)
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(ReadFailedException.class)
        .withMessageContaining("no leader confirmed the read");
    assertThat(door.read(new Journal.Impertinence(), ReadConsistency.LOCAL))
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("how dare you");
  }

  /** L5: told twice it applies once; told with a gap it stops. */
  @Test
  void appliesEachSlotOnceAndHaltsOnAGap() {
    Value line = batches.of(1, opening(N2, 5), Given.user(1, 1, "a"));
    replica.tell(new Deliver(1, List.of(line)));
    replica.tell(new Deliver(1, List.of(line, Value.NO_OP)));

    peers.expectMessage(new LearnerNotice.Applied(1));
    peers.expectMessage(new LearnerNotice.Applied(2));
    assertThat(localLength()).isEqualTo(1);

    replica.tell(new Deliver(4, List.of(Value.NO_OP)));
    peers.expectTerminated(replica);
  }

  @Test
  void tellsItsStatusWithEqualHashesAtEqualSlots() {
    GroupStatus empty = status();
    long slot = openOwnSession();
    GroupStatus open = status();
    deliver(slot + 1, Value.NO_OP);
    GroupStatus later = status();

    assertThat(empty.stateHash()).matches("[0-9a-f]{16}").isNotEqualTo(open.stateHash());
    assertThat(open.stateHash()).isNotEqualTo(later.stateHash());
    assertThat(status().stateHash()).isEqualTo(later.stateHash());
    assertThat(open.members()).containsExactly("n1@h1:1", "n2@h2:2");
    assertThat(open.leader()).contains("n2");
    assertThat(open.ballot()).isEqualTo("1.3.n2");
    assertThat(open.sessions()).isEqualTo(1);
    assertThat(open.appliedThrough()).isEqualTo(slot);
  }

  /** A client's callback that never returns must not hold up the log. */
  @Test
  void completesClientsOutsideTheActor() {
    long slot = openOwnSession();
    CompletionStage<String> thread =
        door.submit(new Journal.Line("a")).thenApply(done -> Thread.currentThread().getName());
    deliver(slot + 1, batches.of(5, submitted().get(0)));

    assertThat(thread).succeedsWithin(SOON).asString().contains("dispatcher");
  }

  @Test
  void endsEveryCallWhenItStops() {
    openOwnSession();
    CompletionStage<Outcome<Integer>> sent = door.submit(new Journal.Line("a"));
    assertThat(submitted()).hasSize(1);
    CompletionStage<ReadResult<Integer>> read = door.read(new Journal.Length());
    assertThat(asked()).isPositive();

    kit.stop(replica);
    assertUnknown(sent, Doubt.STOPPED);
    assertThat(read).failsWithin(SOON);
    CompletionStage<Outcome<Integer>> unread = door.submit(new Journal.Line("b"));
    door.close();

    assertUnknown(unread, Doubt.STOPPED);
    assertRejected(door.submit(new Journal.Line("c")), Reason.STOPPED, "stopped");
    assertUnknown(door.submit(1, 1, new Journal.Line("c")), Doubt.STOPPED);
    assertThat(door.read(new Journal.Length())).failsWithin(SOON);
    assertThat(door.status()).failsWithin(SOON);
  }

  /** Also when a breach or an error of the machine is what stops it. */
  @Test
  void endsEveryCallWhenItBreaks() {
    long slot = openOwnSession();
    CompletionStage<Outcome<Integer>> sent = door.submit(new Journal.Line("a"));
    assertThat(submitted()).hasSize(1);

    replica.tell(new Deliver(slot + 2, List.of(Value.NO_OP)));

    assertUnknown(sent, Doubt.STOPPED);
  }

  /** Session 1 is the node's own from the returned slot on, and n2 leads. */
  private long openOwnSession() {
    replica.tell(N2_LEADS);
    deliver(1, batches.of(0, submitted().get(0)));
    return 1;
  }

  private void deliver(long slot, Value value) {
    replica.tell(new Deliver(slot, List.of(value)));
    peers.expectMessage(new LearnerNotice.Applied(slot));
  }

  private List<LogCommand> submitted() {
    Sent sent = peers.expectMessageClass(Sent.class);
    assertThat(sent.to()).isEqualTo(N2);
    assertThat(sent.message()).isInstanceOf(Submit.class);
    return ((Submit) sent.message()).commands();
  }

  private long asked() {
    return ((ReadIndexAsk) peers.expectMessageClass(Sent.class).message()).request();
  }

  private int localLength() {
    return join(door.read(new Journal.Length(), ReadConsistency.LOCAL)).value();
  }

  private GroupStatus status() {
    return join(door.status());
  }

  private static <T> T join(CompletionStage<T> stage) {
    assertThat(stage).succeedsWithin(SOON);
    return stage.toCompletableFuture().join();
  }

  private static Envelope from(MemberId member, PaxosMessage message) {
    return new Envelope(new GroupName("g"), "", 1, member, DISK, message);
  }

  private static void assertUnknown(CompletionStage<Outcome<Integer>> outcome, Doubt doubt) {
    assertThat(join(outcome))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, unknown -> assertThat(unknown.doubt()).isEqualTo(doubt));
  }

  private static void assertRejected(
      CompletionStage<Outcome<Integer>> outcome, Reason reason, String fact) {
    assertThat(join(outcome))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.detail()).contains(fact);
            });
  }
}
