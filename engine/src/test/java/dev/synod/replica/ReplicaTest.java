package dev.synod.replica;

import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.N2_LEADS;
import static dev.synod.replica.Given.opening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Mail;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The replica's actor: commands from a client through the log and back. */
class ReplicaTest extends ReplicaScene {

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

  /** P1: one that enters the log would halt every replica for good. */
  @Test
  void readsBackEveryCommandAndNotOnlyTheFirstOfItsClass() {
    long slot = openOwnSession();
    CompletionStage<Outcome<Integer>> first = door.submit(new Journal.Line("a"));
    deliver(slot + 1, batches.of(5, submitted().get(0)));
    assertThat(first).succeedsWithin(SOON).isEqualTo(new Outcome.Committed<>(1, slot + 1));

    assertRejected(door.submit(new Journal.Line("unreadable")), Reason.FAILED, "can't read line");
  }

  /** P1: written by one node and unreadable for all, it would halt every replica for good. */
  @Test
  void refusesNumbersOutOfBoundsBeforeAnybodyHearsOfThem() {
    for (long session : new long[] {Long.MIN_VALUE, -3, 0}) {
      assertThatThrownBy(() -> door.submit(session, 1, new Journal.Line("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("session " + session + " must be at least 1");
    }
    for (long sequence : new long[] {Long.MIN_VALUE, 0, 1L << 41, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> door.submit(1, sequence, new Journal.Line("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sequence " + sequence + " must be from 1 to 2199023255551");
    }
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

  /** L5: told twice it applies once; told with a gap it stops. */
  @Test
  void appliesEachSlotOnceAndHaltsOnAGap() {
    Value line = batches.of(1, opening(N2, 5), Given.user(1, 1, "a"));
    replica.tell(new Deliver(1, List.of(line), 1));
    replica.tell(new Deliver(1, List.of(line, Value.NO_OP), 2));

    peers.expectMessage(new LearnerNotice.Applied(1));
    peers.expectMessage(new LearnerNotice.Applied(2));
    assertThat(localLength()).isEqualTo(1);

    replica.tell(new Deliver(4, List.of(Value.NO_OP), 4));
    peers.expectTerminated(replica);
  }
}
