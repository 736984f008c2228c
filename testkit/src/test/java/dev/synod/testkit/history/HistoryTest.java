package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final History<String, Integer> history = new History<>();

  @Test
  void stampsFollowTheOrderOfReports() {
    Invocation<String, Integer> first = history.invoke("a", "x");
    Invocation<String, Integer> second = history.invoke("b", "y");
    second.complete(2);
    first.complete(1);
    history.invoke("b", "z").complete(3);

    assertThat(history.operations())
        .containsExactly(
            Operation.known("a", "x", 1, 0, 3),
            Operation.known("b", "y", 2, 1, 2),
            Operation.known("b", "z", 3, 4, 5));
  }

  @Test
  void whatIsOpenOrGivenUpIsUnknownAndWhatWasSurelyNotDoneIsAbsent() {
    history.invoke("a", "open");
    history.invoke("b", "given up").unknown();
    history.invoke("c", "refused").surelyNotDone();

    assertThat(history.operations())
        .containsExactly(Operation.unknown("a", "open", 0), Operation.unknown("b", "given up", 1));
  }

  @Test
  void anOutcomeIsReportedOnce() {
    Invocation<String, Integer> invocation = history.invoke("a", "x");
    invocation.unknown();

    assertThatIllegalStateException()
        .isThrownBy(() -> invocation.complete(1))
        .withMessageContaining("x by a already ended as UNKNOWN");
  }

  @Test
  void anOperationHasBothEndAndOutputOrNeither() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Operation<>("a", "x", Optional.of(1), 0, Operation.NEVER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Operation<>("a", "x", Optional.empty(), 0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> Operation.known("a", "x", 1, 6, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> Operation.known("a", "x", 1, -1, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> Operation.known(" ", "x", 1, 0, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Operation.unknown("a", "x", Operation.NEVER));
  }

  @Test
  void equalStampsAreConcurrent() {
    Operation<String, Integer> early = Operation.known("a", "x", 1, 0, 5);

    assertThat(early.precedes(Operation.known("b", "y", 1, 6, 7))).isTrue();
    assertThat(early.precedes(Operation.known("b", "y", 1, 5, 7))).isFalse();
  }
}
