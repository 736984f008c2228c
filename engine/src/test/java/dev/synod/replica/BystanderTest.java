package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2_LEADS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerNotice.Applied;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaNotice.Behind;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule W4: a witness serves nobody, and says who does. */
class BystanderTest extends ReplicaScene {
  private static final MemberId W = new MemberId("n9");
  private static final String LINE =
      "n9 is a witness of group g: it votes, but has no state and serves nobody; ask one of"
          + " [n1, n2]";

  private final TestProbe<Object> others = kit.createTestProbe();

  @BeforeEach
  void stand() {
    Postbox postbox =
        new Postbox() {
          @Override
          public void send(MemberId to, PaxosMessage message) {
            others.getRef().tell(message);
          }

          @Override
          public void post(Notice notice) {
            others.getRef().tell(notice);
          }
        };
    Configuration members =
        Configuration.majority(
            1,
            CONFIGURATION.sessions(),
            Stream.concat(
                    CONFIGURATION.members().stream(),
                    Stream.of(
                        new MemberRecord(
                            W, "h:9", new Incarnation(new UUID(0, 9)), MemberKind.WITNESS)))
                .toList());
    Seat seat = new Seat(W, postbox, envelope -> true, clock::get, new Random(1));
    ActorRef<Mail> bystander = kit.spawn(Bystander.create(GROUP, seat, members));
    replica = bystander;
    door = new ReplicaDoor(GROUP, bystander, MemberMeters.NONE.calls(), 100);
  }

  @Test
  void refusesWhoeverAsksItToServe() {
    assertRejected(door.submit(new Journal.Line("a")), Reason.NOT_READY, LINE);
    assertThat(join(door.openSession())).isInstanceOf(Outcome.Rejected.class);
    assertUnknown(door.submit(1, 1, new Journal.Line("a")), Doubt.STOPPED);
    for (ReadConsistency consistency :
        List.of(
            ReadConsistency.LINEARIZABLE,
            ReadConsistency.bounded(SOON),
            ReadConsistency.atLeast(0),
            ReadConsistency.LOCAL)) {
      assertThat(door.read(new Journal.Length(), consistency))
          .failsWithin(SOON)
          .withThrowableThat()
          .withMessageContaining(LINE);
    }
    assertThat(door.takeSnapshot())
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining(LINE);
  }

  /** What it lacks it waits for, and what others lack they get elsewhere. */
  @Test
  void neitherBorrowsNorLendsButHasOthersTakeSnapshots() {
    replica.tell(new Behind(N1, 7));
    replica.tell(new Behind(N1, 7));
    replica.tell(from(N1, new FetchSnapshot(0, 0, 0)));

    replica.tell(new Deliver(1, List.of(Value.NO_OP), 1));

    assertThat(others.receiveSeveralMessages(3))
        .containsExactly(new FetchSnapshot(0, 0, 6), new FetchSnapshot(0, 0, 6), new Applied(1));
  }

  @Test
  void tellsHowFarTheLogIsChosenAndWhoLeads() {
    replica.tell(N2_LEADS);
    replica.tell(new Deliver(5, List.of(Value.NO_OP, Value.NO_OP), 9));

    assertThat(door.leader()).succeedsWithin(SOON).asString().contains("n2");
    GroupStatus status = status();
    assertThat(status.chosenThrough()).isEqualTo(9);
    assertThat(status.appliedThrough()).isZero();
    assertThat(status.stateHash()).isEqualTo("none");
    assertThat(status.members()).extracting(GroupStatus.Member::kind).contains("witness");
  }
}
