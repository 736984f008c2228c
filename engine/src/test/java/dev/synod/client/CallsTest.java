package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.client.ClientMessage.Call;
import dev.synod.protocol.Payload;
import dev.synod.settings.SynodSettings.ClientSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls leave when, and whom a client turns away from; sent again after 100 ms. */
class CallsTest {
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final Call ONCE = new Call.Submit(1, new Payload(1, "", ByteString.EMPTY));
  private static final Call AGAIN = new Call.Status(2);

  private final Calls none =
      Calls.none(new ClientSettings(Duration.ofSeconds(1), Duration.ofMillis(100), 4, 1000, 256));

  private static Calls sent(Calls calls, long now, int member) {
    return calls.leave(now, 1000, member).calls();
  }

  private static List<Call> leaving(Calls calls, long now) {
    return calls.leave(now, 1000, FIRST).messages().stream().flatMap(List::stream).toList();
  }

  /** Rule S5: what may have been done is not sent a second time, but its silence counts. */
  @Test
  void whoLeavesACommandUnansweredIsSilent() {
    Calls calls = sent(none.with(ONCE, 0), 0, FIRST);

    assertThat(calls.silent(99, FIRST)).isFalse();
    assertThat(calls.silent(100, FIRST)).isTrue();
    assertThat(leaving(calls, 100)).isEmpty();
    assertThat(calls.without(1).silent(100, FIRST)).isFalse();
  }

  /** Else a client would turn and turn for as long as that command waits. */
  @Test
  void whoWasNotAskedIsNotSilent() {
    Calls calls = sent(none.with(ONCE, 0), 0, FIRST);

    assertThat(calls.silent(500, SECOND)).isFalse();
    assertThat(sent(calls.with(AGAIN, 500), 500, SECOND).silent(599, SECOND)).isFalse();
    assertThat(sent(calls.with(AGAIN, 500), 500, SECOND).silent(600, SECOND)).isTrue();
  }

  @Test
  void whatWaitsToBeSentTellsNothing() {
    assertThat(none.with(ONCE, 0).silent(900, FIRST)).isFalse();
  }

  /** What may be repeated goes to the new member at once; the rest is no reason to turn again. */
  @Test
  void anotherListOfMembersRepeatsWhatMayBe() {
    Calls calls = sent(none.with(ONCE, 0).with(AGAIN, 0), 0, FIRST).redirected(10);

    assertThat(leaving(calls, 10)).containsExactly(AGAIN);
    assertThat(sent(calls, 10, FIRST).silent(10, FIRST)).isFalse();
  }

  /** P4: 1000 B may wait, or four calls. */
  @Test
  void isFullByNumberOrByBytes() {
    Call large = new Call.Submit(3, new Payload(1, "", ByteString.copyFrom(new byte[700])));
    Calls calls = none.with(large, 0);

    assertThat(calls.full(ONCE)).isFalse();
    assertThat(calls.full(large)).isTrue();
    assertThat(calls.without(3).full(large)).isFalse();
    assertThat(calls.without(3).without(3).bytes()).isZero();
  }

  @Test
  void aTurnSendsWhatWasNeverSentAndTheTickTheRest() {
    Calls calls = none.with(ONCE, 0).leaveFirst(0, 1000, FIRST).calls().with(AGAIN, 0);
    Calls.Leaving second = calls.leaveFirst(0, 1000, FIRST);

    assertThat(second.messages()).containsExactly(List.of(AGAIN));
    assertThat(second.calls().leaveFirst(100, 1000, FIRST).messages()).isEmpty();
    assertThat(leaving(second.calls(), 99)).isEmpty();
    assertThat(leaving(second.calls(), 100)).containsExactly(AGAIN);
  }
}
