package dev.synod.replica;

import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.opening;
import static dev.synod.replica.Given.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.Invariant;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** Rules L5, P1, P2, S2 and S3: what a replica makes of the log. */
class ReplicaStateTest {
  private static final SessionId ONE = new SessionId(1);

  private final HeldBatches batches = new HeldBatches();
  private final Interpreter<PVector<String>> interpreter =
      new Interpreter<>(batches, Journal.Line::read, new Journal().commandHandler());
  private final List<Happened> happened = new ArrayList<>();

  @Test
  void appliesTheCommandsOfABatchInTheirOrder() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(10, opening(N1, 5), user(1, 1, "a"), user(1, 3, "c")),
            batches.of(20, user(1, 2, "b")));

    assertThat(after.state()).containsExactly("a", "c", "b");
    assertThat(after.appliedThrough()).isEqualTo(2);
    assertThat(happened)
        .containsExactly(
            new Happened.Opened(N1, 5, Optional.of(ONE), 1),
            new Happened.Answered(user(1, 1, "a"), new Done.Reply(1, 1)),
            new Happened.Answered(user(1, 3, "c"), new Done.Reply(2, 1)),
            new Happened.Answered(user(1, 2, "b"), new Done.Reply(3, 2)));
  }

  /** S2, scenario CommandChosenTwice: two leaders proposed it, it is applied once. */
  @Test
  void appliesACommandThatIsChosenTwiceOnceAndAnswersTheSame() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(10, opening(N1, 5), user(1, 1, "a"), user(1, 1, "a")),
            batches.of(20, user(1, 2, "b")),
            batches.of(30, user(1, 1, "a")));

    assertThat(after.state()).containsExactly("a", "b");
    assertThat(happened)
        .filteredOn(one -> one instanceof Happened.Answered a && a.command().sequence() == 1)
        .hasSize(3)
        .containsOnly(new Happened.Answered(user(1, 1, "a"), new Done.Reply(1, 1)));
  }

  /**
   * S2: the second command of a client that counts wrong is not executed, nor answered by the
   * first.
   */
  @Test
  void neverAnswersACommandWithTheResultOfAnother() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(10, opening(N1, 5), user(1, 1, "a"), user(1, 1, "b")),
            batches.of(20, user(1, 2, "throw")),
            batches.of(30, user(1, 2, "c"), user(1, 1, "a")));

    assertThat(after.state()).containsExactly("a");
    assertThat(happened)
        .contains(
            new Happened.Answered(user(1, 1, "b"), new Fate.Reused(1)),
            new Happened.Answered(user(1, 2, "c"), new Fate.Reused(2)))
        .endsWith(new Happened.Answered(user(1, 1, "a"), new Done.Reply(1, 1)));
  }

  /** P1, scenario PoisonDeterministic: recorded like a result, nothing changed. */
  @Test
  void recordsACommandThatThrowsAndGoesOnWithItsNeighbours() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(
                10, opening(N1, 5), user(1, 1, "a"), user(1, 2, "throw up"), user(1, 3, "b")),
            batches.of(20, user(1, 2, "throw up")));

    Done failed = new Done.Failed("java.lang.IllegalStateException: no throw up here", 1);
    assertThat(after.state()).containsExactly("a", "b");
    assertThat(happened)
        .filteredOn(one -> one instanceof Happened.Answered a && a.command().sequence() == 2)
        .containsExactly(
            new Happened.Answered(user(1, 2, "throw up"), failed),
            new Happened.Answered(user(1, 2, "throw up"), failed));
  }

  /** A message of any length costs a bounded room in the state of every replica. */
  @Test
  void keepsOnlyTheBeginningOfALongMessage() {
    after(batches.of(10, opening(N1, 5), user(1, 1, "throw" + "!".repeat(5000))));

    assertThat(happened.get(1))
        .isInstanceOfSatisfying(
            Happened.Answered.class,
            answered ->
                assertThat(answered.fate())
                    .isInstanceOfSatisfying(
                        Done.Failed.class, failed -> assertThat(failed.detail()).hasSize(500)));
  }

  /** An Error says something of this JVM, not of the command: this replica must not go on. */
  @Test
  void haltsOnAnErrorOfTheMachine() {
    assertThatThrownBy(() -> after(batches.of(10, opening(N1, 5), user(1, 1, "error"))))
        .isInstanceOf(AssertionError.class);
  }

  /** Another replica may be able to read it: going on would part them. */
  @Test
  void haltsOnACommandThatItCannotRead() {
    Interpreter<PVector<String>> unable =
        new Interpreter<>(
            batches,
            payload -> {
              throw new IllegalArgumentException("no such class");
            },
            new Journal().commandHandler());
    ReplicaState<PVector<String>> open = empty().apply(1, opened(), unable).state();

    assertThatThrownBy(() -> open.apply(2, batches.of(10, user(1, 1, "a")), unable))
        .hasMessage("no such class");
  }

  @Test
  void changesNothingButTheSlotOnANoOp() {
    ReplicaState<PVector<String>> before = after(batches.of(10, opening(N1, 5), user(1, 1, "a")));

    ReplicaState.Progress<PVector<String>> after = before.apply(2, Value.NO_OP, interpreter);

    assertThat(after.happened()).isEmpty();
    assertThat(after.state())
        .isEqualTo(
            new ReplicaState<>(2, 10, Given.CONFIGURATION, before.state(), before.sessions()));
  }

  /** P2: neither a gap nor a slot twice. */
  @Test
  void refusesEverySlotButTheNext() {
    ReplicaState<PVector<String>> one = after(opened());

    for (long slot : new long[] {0, 1, 3}) {
      assertThatThrownBy(() -> one.apply(slot, Value.NO_OP, interpreter))
          .as("slot %d", slot)
          .isInstanceOf(Invariant.Breach.class)
          .hasMessageContaining("P2");
    }
  }

  /** S3: log time is the highest seen; a value from a slower clock does not turn it back. */
  @Test
  void neverTurnsLogTimeBack() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(1000, opening(N1, 5)),
            batches.of(10, user(1, 1, "a")),
            batches.of(1900, user(1, 2, "b")));

    assertThat(after.logTime()).isEqualTo(1900);
    assertThat(after.sessions().open().get(ONE))
        .extracting(Sessions.Session::lastUsed)
        .isEqualTo(1900L);
    assertThat(after.state()).containsExactly("a", "b");
  }

  /** S3: expired by log time, then never executed; the retry of what was done neither. */
  @Test
  void neverExecutesInASessionThatHasExpired() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(1000, opening(N1, 5), user(1, 1, "a")),
            batches.of(1901, user(1, 2, "b"), user(1, 1, "a")),
            batches.of(1902, new LogCommand.KeepSession(ONE)));

    assertThat(after.state()).containsExactly("a");
    assertThat(after.sessions().size()).isZero();
    assertThat(happened.subList(2, 5))
        .containsExactly(
            new Happened.Answered(user(1, 2, "b"), new Fate.Expired()),
            new Happened.Answered(user(1, 1, "a"), new Fate.Expired()),
            new Happened.Lapsed(ONE));
  }

  @Test
  void keepsASessionWhoseClientIsSilent() {
    ReplicaState<PVector<String>> after =
        after(
            batches.of(1000, opening(N1, 5)),
            batches.of(1900, new LogCommand.KeepSession(ONE)),
            batches.of(2800, user(1, 1, "a")));

    assertThat(after.state()).containsExactly("a");
    assertThat(happened).noneMatch(Happened.Lapsed.class::isInstance);
  }

  /** The same log gives equal states, whatever objects it is made of. */
  @Test
  void isAFunctionOfTheLog() {
    List<Value> log = new ArrayList<>(List.of(opened()));
    for (int i = 1; i <= 50; i++) {
      String text = i % 7 == 0 ? "throw" : "line " + i % 10;
      log.add(
          batches.of(
              i * 31L,
              user(1, 1 + i * 17 % 23, i / 4, text),
              opening(N1, i % 5),
              user(2, i, text)));
    }

    ReplicaState<PVector<String>> once = after(log.toArray(Value[]::new));
    ReplicaState<PVector<String>> twice = after(log.toArray(Value[]::new));

    assertThat(once).isEqualTo(twice).hasSameHashCodeAs(twice);
    assertThat(once.appliedThrough()).isEqualTo(51);
    assertThat(once.state()).isNotEmpty();
  }

  private Value opened() {
    return batches.of(0, opening(N1, 5));
  }

  private static ReplicaState<PVector<String>> empty() {
    return ReplicaState.empty(TreePVector.empty(), Given.CONFIGURATION);
  }

  private ReplicaState<PVector<String>> after(Value... log) {
    ReplicaState<PVector<String>> state = empty();
    for (int i = 0; i < log.length; i++) {
      ReplicaState.Progress<PVector<String>> progress = state.apply(i + 1, log[i], interpreter);
      state = progress.state();
      happened.addAll(progress.happened());
    }
    return state;
  }
}
