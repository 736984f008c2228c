package dev.synod.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.workload.Errand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Errand ERRAND = new Errand.Open("alice", 5);

  private final Tally tally = new Tally();

  @Test
  void theFirstWriteAfterTheKillWasSentAfterIt() {
    Reply before = reply();
    tally.killed();

    tally.finished(ERRAND, before);
    assertThat(tally.firstAfterKill()).isEmpty();
    tally.finished(ERRAND, reply());

    assertThat(tally.awaitFirstAfterKill(new CompletableFuture<>())).isPresent();
  }

  /** A workload of one line may be done before the leader dies; nobody waits for a second one. */
  @Test
  void aLoadThatIsDoneBringsNoMoreWrites() {
    tally.finished(ERRAND, reply());
    tally.killed();

    assertThat(tally.awaitFirstAfterKill(CompletableFuture.completedFuture(null))).isEmpty();
  }

  @Test
  void waitsNoLongerThanItsPatience() {
    assertThat(tally.awaitFinished(1, Duration.ZERO)).isFalse();
    tally.finished(ERRAND, reply());
    assertThat(tally.awaitFinished(1, Duration.ZERO)).isTrue();
  }

  private static Reply reply() {
    return new Reply(200, Api.object().put("opened", true), System.nanoTime());
  }
}
