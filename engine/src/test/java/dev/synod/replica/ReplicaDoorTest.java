package dev.synod.replica;

import static dev.synod.replica.Given.GROUP;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.Mail;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;

/** The door and the replica's actor: reads, status, and that every call ends. */
class ReplicaDoorTest extends ReplicaScene {

  @Test
  void readsOnceTheLeaderHasConfirmedAndTheSlotIsApplied() {
    long slot = openOwnSession();

    CompletionStage<ReadResult<Integer>> read = door.read(new Journal.Length());
    long question = asked();
    replica.tell(from(N1, new ReadIndex(question, 0, false)));
    replica.tell(from(N2, new ReadIndex(question, slot + 1, false)));
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
    assertThat(open.members())
        .extracting(member -> member.id() + "@" + member.address() + " " + member.kind())
        .containsExactly("n1@h1:1 voter", "n2@h2:2 voter");
    assertThat(open.members()).extracting(GroupStatus.Member::incarnation).doesNotHaveDuplicates();
    assertThat(open.quorums()).isEqualTo(new GroupStatus.Quorums(2, 2));
    assertThat(open.leader()).contains("n2");
    assertThat(open.ballot()).isEqualTo("1.3.n2");
    assertThat(open.sessions()).isEqualTo(1);
    assertThat(open.appliedThrough()).isEqualTo(slot);
  }

  /** How far behind a replica is, an operator must be able to see. */
  @Test
  void tellsHowFarTheLogIsChosenThoughTheReplicaIsNotThereYet() {
    long slot = openOwnSession();

    replica.tell(new Deliver(slot + 1, List.of(Value.NO_OP), slot + 9));

    assertThat(status().appliedThrough()).isEqualTo(slot + 1);
    assertThat(status().chosenThrough()).isEqualTo(slot + 9);
  }

  /** Who asks for the status must not stop the member. */
  @Test
  void bearsAMachineWhoseSnapshotThrows() {
    long slot = openOwnSession();
    var outcome = door.submit(new Journal.Line("no snapshot"));
    deliver(slot + 1, batches.of(5, submitted().get(0)));
    assertThat(outcome).succeedsWithin(SOON);

    GroupStatus status = status();
    deliver(slot + 2, Value.NO_OP);

    assertThat(status.stateHash())
        .isEqualTo("unavailable: java.lang.IllegalStateException: no snapshot of this");
    assertThat(status().appliedThrough()).isEqualTo(slot + 2);
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

  /** P4, S5: while a command is executed nobody reads the mailbox. */
  @Test
  void refusesByItselfWhatABusyReplicaCannotRefuse() {
    TestProbe<Replica.Request> busy = kit.createTestProbe();
    ReplicaDoor narrow = new ReplicaDoor(GROUP, busy.getRef(), MemberMeters.NONE.calls(), 2);
    List<CompletionStage<?>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(narrow.submit(new Journal.Line("a")));
      waiting.add(narrow.read(new Journal.Length()));
    }
    Replica.Submit first = busy.expectMessageClass(Replica.Submit.class);

    assertRejected(narrow.submit(new Journal.Line("b")), Reason.OVERLOADED, "outstanding = 2");
    assertThat(narrow.openSession()).succeedsWithin(SOON).isInstanceOf(Outcome.Rejected.class);
    assertUnknown(narrow.submit(7, 5, new Journal.Line("b")), Doubt.OVERLOADED);
    assertThat(narrow.read(new Journal.Length()))
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(ReadFailedException.class)
        .withMessageContaining("outstanding = 2");
    assertThat(waiting).noneMatch(call -> call.toCompletableFuture().isDone());

    assertThat(first.outcome().complete(new Outcome.Committed<>(1, 1))).isTrue();
    assertThat(narrow.submit(new Journal.Line("c"))).isNotDone();
    assertRejected(narrow.submit(new Journal.Line("d")), Reason.OVERLOADED, "outstanding = 2");
  }

  /** Pollers ask again and again. */
  @Test
  void leavesNoMoreQuestionsToABusyReplicaThanItAnswersAtOnce() {
    ReplicaDoor asked =
        new ReplicaDoor(
            GROUP, kit.<Replica.Request>createTestProbe().getRef(), MemberMeters.NONE.calls(), 2);
    for (int i = 0; i < 256; i++) {
      assertThat(asked.status()).isNotDone();
    }

    assertThat(asked.status())
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("leaves 256 questions unanswered");
    assertThat(asked.takeSnapshot()).failsWithin(SOON);
    assertThat(asked.leader()).isCompletedWithValue(Optional.empty());
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

    replica.tell(new Deliver(slot + 2, List.of(Value.NO_OP), slot + 7));

    assertUnknown(sent, Doubt.STOPPED);
  }
}
