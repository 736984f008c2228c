package dev.synod.replica;

import static dev.synod.replica.Given.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.protocol.Payload;
import org.junit.jupiter.api.Test;

/** Rules P4 and S5: what an outbox does not take in, and when that is a doubt. */
class OutboxRefusalsTest extends OutboxScene {

  @Test
  void refusesTooLargeACommandNamingValueAndBound() {
    ready();
    Payload large = new Payload(1, "", ByteString.copyFrom(new byte[129]));
    Payload fits = new Payload(1, "", ByteString.copyFrom(new byte[128]));

    take(outbox.submit(1, new Errand.Own(large), 0));
    take(outbox.submit(2, new Errand.Own(fits), 0));

    assertThat(ended).hasSize(1);
    assertRejected(ended.get(0), Reason.TOO_LARGE, "129 B", "synod.client.command = 128 B");
    assertThat(outbox.pending()).isEqualTo(1);
  }

  /** P4. */
  @Test
  void refusesMoreThanMayWait() {
    ready();
    submitted(own("a"), own("b"), own("c"), own("d"));

    take(outbox.submit(5, own("e"), 0));
    settle(answered(OWN, sequence(2), new Done.Reply("a", 9)));
    take(outbox.submit(6, own("f"), 0));

    assertThat(ended).extracting(Ended::request).containsExactly(5L, 1L);
    assertRejected(ended.get(0), Reason.OVERLOADED, "4 requests", "outstanding = 4");
    assertThat(outbox.pending()).isEqualTo(4);
  }

  /** P4: whatever their number; and room is made by what ends. */
  @Test
  void refusesMoreBytesThanMayWait() {
    int bytes = own("a").size();
    outbox =
        Outbox.create(
            new Outbox.Terms(Given.N1, BASE, Given.withOutstandingBytes(2L * bytes)), Given.NOBODY);
    ready();
    submitted(own("a"), own("b"));

    take(outbox.submit(3, own("c"), 0));
    settle(answered(OWN, sequence(2), new Done.Reply("a", 9)));
    take(outbox.submit(4, own("d"), 0));

    assertThat(ended).extracting(Ended::request).containsExactly(3L, 1L);
    assertRejected(
        ended.get(0), Reason.OVERLOADED, "outstanding-bytes = " + 2 * bytes, "2 requests");
    assertThat(outbox.pending()).isEqualTo(2);
  }

  /** S5: an attempt is on its way, so a refusal for want of room is no rejection. */
  @Test
  void neverRejectsACommandThatIsOnItsWay() {
    ready();
    submitted(inSession(5, "a"), own("b"), own("c"), own("d"));

    take(outbox.submit(5, inSession(5, "a"), 0));

    assertDoubt(ended.get(0), Doubt.OVERLOADED);
  }

  /** S5: the first attempt timed out and may yet be chosen: its retry is no rejection. */
  @Test
  void neverRejectsARetryOfWhatTimedOut() {
    ready();
    submitted(inSession(5, "a"));
    take(outbox.tick(1000));
    assertDoubt(ended.get(0), Doubt.TIMED_OUT);
    ended.clear();
    submitted(own("b"), own("c"), own("d"), own("e"));

    take(outbox.submit(6, inSession(5, "a"), 1000));

    assertDoubt(ended.get(0), Doubt.OVERLOADED);
  }

  /** S2: nobody is told the result of a command that is not his. */
  @Test
  void tellsNobodyTheResultOfAnotherCommandWithHisNumber() {
    ready();
    submitted(inSession(5, "a"));

    take(outbox.submit(2, inSession(5, "b"), 0));
    assertDoubt(ended.get(0), Doubt.SEQUENCE_REUSED);
    assertThat(ended.get(0).request()).isEqualTo(2);

    settle(new Happened.Answered(Given.user(7, 5, "b"), new Done.Reply("b of another node", 8)));
    assertThat(ended).hasSize(1);
    settle(new Happened.Answered(Given.user(7, 5, "a"), new Fate.Reused(8)));
    assertThat(ended.get(1).request()).isEqualTo(1);
    assertDoubt(ended.get(1), Doubt.SEQUENCE_REUSED);
    assertThat(outbox.pending()).isZero();
  }
}
