package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.Command;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
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
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SessionLimits;
import dev.synod.protocol.Value;
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

/** A replica's actor between a client and a log that the test writes. */
abstract class ReplicaScene {
  static final Duration SOON = Duration.ofSeconds(10);
  static final Incarnation DISK = new Incarnation(new UUID(0, 1));
  static ActorTestKit kit;

  final HeldBatches batches = new HeldBatches();
  final AtomicLong clock = new AtomicLong();
  TestProbe<Object> peers;
  ActorRef<Mail> replica;
  ReplicaDoor door;

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
                      "dev.synod.replica.ReplicaScene$Unreadable" = line
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
                1,
                new SessionLimits(64, 60_000, 16),
                List.of(new MemberRecord(N1, "h1:1", DISK), new MemberRecord(N2, "h2:2", DISK))),
            SETTINGS,
            new Seat(N1, postbox, mail -> mail.from().equals(N2), clock::get, new Random(1)),
            batches);
    replica = kit.spawn(Replica.create(setup, new Journal()));
    door = new ReplicaDoor(new GroupName("g"), replica);
  }

  /** Session 1 is the node's own from the returned slot on, and n2 leads. */
  long openOwnSession() {
    replica.tell(N2_LEADS);
    deliver(1, batches.of(0, submitted().get(0)));
    return 1;
  }

  void deliver(long slot, Value value) {
    replica.tell(new Deliver(slot, List.of(value), slot));
    peers.expectMessage(new LearnerNotice.Applied(slot));
  }

  List<LogCommand> submitted() {
    Sent sent = peers.expectMessageClass(Sent.class);
    assertThat(sent.to()).isEqualTo(N2);
    assertThat(sent.message()).isInstanceOf(Submit.class);
    return ((Submit) sent.message()).commands();
  }

  long asked() {
    return ((ReadIndexAsk) peers.expectMessageClass(Sent.class).message()).request();
  }

  int localLength() {
    return join(door.read(new Journal.Length(), ReadConsistency.LOCAL)).value();
  }

  GroupStatus status() {
    return join(door.status());
  }

  static <T> T join(CompletionStage<T> stage) {
    assertThat(stage).succeedsWithin(SOON);
    return stage.toCompletableFuture().join();
  }

  static Envelope from(MemberId member, PaxosMessage message) {
    return new Envelope(new GroupName("g"), "", 1, member, DISK, message);
  }

  static void assertUnknown(CompletionStage<Outcome<Integer>> outcome, Doubt doubt) {
    assertThat(join(outcome))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, unknown -> assertThat(unknown.doubt()).isEqualTo(doubt));
  }

  static void assertRejected(
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
