package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.DISK;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.SETTINGS;
import static dev.synod.replica.Given.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.Command;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A replica's actor between a client and a log that the test writes. */
abstract class ReplicaScene {
  static final Duration SOON = Duration.ofSeconds(10);
  static ActorTestKit kit;

  /** Says nothing to anybody. */
  static final Postbox SILENT =
      new Postbox() {
        @Override
        public void send(MemberId to, PaxosMessage message) {}

        @Override
        public void post(Notice notice) {}
      };

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
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    begin(SETTINGS.replica(), nothing());
  }

  /** From now on another replica is meant, which begins with this state. */
  final void begin(SynodSettings.ReplicaSettings settings, ReplicaState<?> begin) {
    peers = kit.createTestProbe();
    Postbox postbox =
        new Postbox() {
          @Override
          public void send(MemberId to, PaxosMessage message) {
            // Those are the exchange's, which runs beside it: they come when they come.
            if (!(message instanceof ReplicaMessage.StateKept)) {
              peers.getRef().tell(new Sent(to, message));
            }
          }

          @Override
          public void post(Notice notice) {
            peers.getRef().tell(notice);
          }
        };
    replica = spawn(postbox, Given.with(settings), begin);
    door =
        new ReplicaDoor(GROUP, replica, MemberMeters.NONE.calls(), SETTINGS.client().outstanding());
  }

  private ActorRef<Mail> spawn(Postbox postbox, SynodSettings settings, ReplicaState<?> begin) {
    Replica.Setup setup =
        new Replica.Setup(
            GROUP,
            N1,
            CONFIGURATION.digest(),
            CONFIGURATION,
            settings,
            new Seat(N1, postbox, mail -> mail.from().equals(N2), clock::get, new Random(1)),
            batches,
            Optional.empty(),
            () -> begin);
    return kit.spawn(Replica.create(setup, new Journal()));
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
    return new Envelope(GROUP, "", 1, member, DISK, message);
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
