package dev.synod.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every call has an end, and so many at most have none yet. */
class OpenCallsTest {
  private final OpenCalls calls = new OpenCalls(2);
  private final List<String> told = new ArrayList<>();

  private CompletableFuture<String> begin(String name) {
    CompletableFuture<String> future = new CompletableFuture<>();
    calls.begin(
        future,
        () -> told.add(name),
        () -> future.complete("ended"),
        () -> future.complete("refused"));
    return future;
  }

  /** Rule P4. */
  @Test
  void moreThanMayBeOpenIsRefusedAndToldNobody() {
    CompletableFuture<String> a = begin("a");
    CompletableFuture<String> b = begin("b");

    assertThat(begin("c")).isCompletedWithValue("refused");
    assertThat(begin("d")).isCompletedWithValue("refused");
    assertThat(a).isNotDone();
    assertThat(b).isNotDone();
    assertThat(told).containsExactly("a", "b");
  }

  @Test
  void eachEndMakesRoomForOneMore() {
    CompletableFuture<String> a = begin("a");
    CompletableFuture<String> b = begin("b");

    assertThat(a.complete("answered")).isTrue();
    assertThat(b.completeExceptionally(new IllegalStateException("failed"))).isTrue();
    assertThat(begin("c")).isNotDone();
    assertThat(begin("d")).isNotDone();
    assertThat(begin("e")).isCompletedWithValue("refused");
  }

  @Test
  void whatIsOpenEndsWithTheDoorAndAllThatComesLaterToo() {
    CompletableFuture<String> a = begin("a");
    CompletableFuture<String> b = begin("b");

    calls.close();

    assertThat(a).isCompletedWithValue("ended");
    assertThat(b).isCompletedWithValue("ended");
    for (int i = 0; i < 4; i++) {
      assertThat(begin("late")).isCompletedWithValue("ended");
    }
    assertThat(told).containsExactly("a", "b");
  }
}
