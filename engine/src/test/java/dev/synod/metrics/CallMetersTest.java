package dev.synod.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What callers ask is counted once, and before they hear how it ends. */
class CallMetersTest {
  private final Meters meters = new Meters();
  private final CallMeters calls = meters.member().calls();

  @Test
  void aCommittedCommandIsCountedWithItsTime() {
    CompletableFuture<Outcome<Object>> call = calls.command();
    assertThat(meters.value(Measure.PENDING_COMMANDS)).isEqualTo(1);
    meters.pass(Duration.ofMillis(250));

    call.complete(new Outcome.Committed<>(7L, 1));

    assertThat(meters.value(Measure.COMMIT_LATENCY)).isEqualTo(1);
    assertThat(meters.total(Measure.COMMIT_LATENCY)).isEqualTo(0.25);
    assertThat(commands("committed", "none")).isEqualTo(1);
    assertThat(meters.value(Measure.PENDING_COMMANDS)).isZero();
  }

  @Test
  void otherOutcomesAreCountedByReasonAndHaveNoCommitLatency() {
    calls
        .command()
        .complete(new Outcome.Rejected<>(Outcome.Reason.OVERLOADED, "full", OptionalLong.empty()));
    calls.command().complete(new Outcome.Unknown<>(Outcome.Doubt.TIMED_OUT, "late"));

    assertThat(commands("rejected", "overloaded")).isEqualTo(1);
    assertThat(commands("unknown", "timed_out")).isEqualTo(1);
    assertThat(commands("unknown", "overloaded")).isZero();
    assertThat(meters.value(Measure.COMMIT_LATENCY)).isZero();
  }

  @Test
  void readsAreCountedByConsistency() {
    CompletableFuture<ReadResult<Object>> read = calls.read(ReadConsistency.atLeast(3));
    meters.pass(Duration.ofSeconds(2));
    read.complete(new ReadResult<>("x", 4));
    calls
        .read(ReadConsistency.LINEARIZABLE)
        .completeExceptionally(new ReadFailedException("no leader"));

    assertThat(meters.value(Measure.READ_LATENCY, "consistency", "at_least")).isEqualTo(1);
    assertThat(meters.total(Measure.READ_LATENCY, "consistency", "at_least")).isEqualTo(2);
    assertThat(meters.value(Measure.FAILED_READS, "consistency", "at_least")).isZero();
    assertThat(meters.value(Measure.FAILED_READS, "consistency", "linearizable")).isEqualTo(1);
    assertThat(meters.value(Measure.READ_LATENCY, "consistency", "linearizable")).isZero();
    assertThat(meters.value(Measure.PENDING_READS)).isZero();
  }

  /** A door that is closed ends all calls, also those that end in the same moment. */
  @Test
  void aCallThatEndsTwiceIsCountedOnce() {
    CompletableFuture<Outcome<Object>> call = calls.command();
    call.complete(new Outcome.Committed<>(7L, 1));
    call.complete(new Outcome.Unknown<>(Outcome.Doubt.STOPPED, "gone"));

    assertThat(commands("committed", "none")).isEqualTo(1);
    assertThat(commands("unknown", "stopped")).isZero();
    assertThat(meters.value(Measure.PENDING_COMMANDS)).isZero();
  }

  @Test
  void aMemberThatHasStoppedHasNoMeters() {
    assertThat(meters.all()).isNotEmpty();

    meters.member().close();

    assertThat(meters.all()).isEmpty();
  }

  private double commands(String outcome, String reason) {
    return meters.value(Measure.COMMANDS, "outcome", outcome, "reason", reason);
  }
}
