package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.client.ClientMessage.Answer;
import dev.synod.client.ClientMessage.Ask;
import dev.synod.client.ClientMessage.Call;
import dev.synod.client.ClientMessage.Result;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import dev.synod.wire.proto.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Calls from nodes without a member, and their results. */
class ClientCodecTest {
  private static final RegisteredSerializer SYNOD = new RegisteredSerializer();
  private static final Payload PAYLOAD = new Payload(-42, "m", ByteString.copyFromUtf8("body"));
  private static final List<Call> CALLS =
      List.of(
          new Call.Submit(1, PAYLOAD),
          new Call.SubmitIn(2, Place.of(1, 1), PAYLOAD),
          new Call.SubmitIn(3, Place.of(Long.MAX_VALUE, (1L << 41) - 1), PAYLOAD),
          new Call.Open(4),
          new Call.Read(5, ReadConsistency.LINEARIZABLE, PAYLOAD),
          new Call.Read(6, ReadConsistency.LOCAL, PAYLOAD),
          new Call.Read(7, ReadConsistency.bounded(Duration.ofMillis(250)), PAYLOAD),
          new Call.Read(8, ReadConsistency.atLeast(17), PAYLOAD),
          new Call.Status(7));

  private static final List<Result> RESULTS =
      List.of(
          new Result.Done(Long.MAX_VALUE, new Outcome.Committed<>(PAYLOAD, Long.MAX_VALUE - 1)),
          new Result.Done(
              2,
              new Outcome.Rejected<>(Outcome.Reason.FAILED, "nó ".repeat(99), OptionalLong.of(9))),
          new Result.Done(
              3, new Outcome.Rejected<>(Outcome.Reason.STOPPED, "", OptionalLong.empty())),
          new Result.Done(
              4, new Outcome.Unknown<>(Outcome.Doubt.UNREADABLE, "perhaps ".repeat(99))),
          new Result.Answered(Long.MAX_VALUE, PAYLOAD, Long.MAX_VALUE - 1),
          new Result.Failed(6, "no ".repeat(99)),
          new Result.Known(Long.MAX_VALUE, status()));

  private static GroupStatus status() {
    String name = "a-name-of-thirty-characters-or-";
    long high = Long.MAX_VALUE;
    int most = Integer.MAX_VALUE;
    return new GroupStatus(
        "g" + name,
        "m" + name,
        List.of(
            new GroupStatus.Member(name, "h:1", "voter", "a-b"),
            new GroupStatus.Member(name, "h:2", "observer", "c-d")),
        new GroupStatus.Quorums(most - 1, most - 2),
        new GroupStatus.Leases(high - 1, most - 3),
        high - 2,
        "1.2.n1",
        Optional.of("l" + name),
        high - 3,
        high - 4,
        high - 5,
        high - 6,
        "hash",
        most - 4,
        most - 5,
        new GroupStatus.LeaderChanges(high - 7, "transfer"));
  }

  @AfterAll
  static void stop() {
    SYNOD.close();
  }

  @Test
  void callsComeBackAsTheyWere() throws Exception {
    assertComesBack(new Ask("pekko://a@h:1/system/c", CALLS), "CA");
  }

  @Test
  void resultsComeBackAsTheyWere() throws Exception {
    assertComesBack(new Answer(RESULTS), "CR");
  }

  /** Else a message would be larger than it may be. */
  @Test
  void noResultTakesMoreThanItSays() {
    assertThat(RESULTS)
        .allSatisfy(
            result ->
                assertThat(SYNOD.serializer().toBinary(new Answer(List.of(result))))
                    .hasSizeLessThanOrEqualTo(result.size()));
  }

  /** One client's bad call is no reason to leave those beside it without an answer. */
  @Test
  void aCallOrResultThatCannotBeReadLeavesItsNeighboursAlone() throws Exception {
    Wire.ClientAsk.Builder ask = Wire.ClientAsk.newBuilder().setReplyTo("c").setVersion(1);
    Wire.ClientAnswer.Builder answer = Wire.ClientAnswer.newBuilder().setVersion(1);
    ask.addCalls(submitIn(1, 0, 1)).addCalls(submitIn(2, 1, 0)).addCalls(submitIn(3, 1, 1L << 41));
    ask.addCalls(submitIn(4, 7, 5)).addCalls(Wire.ClientCall.newBuilder().setId(5));
    answer.addResults(
        Wire.ClientResult.newBuilder()
            .setId(1)
            .setUnknown(Wire.ClientUnknown.newBuilder().setDoubt("OF_A_LATER_RELEASE")));
    answer.addResults(
        Wire.ClientResult.newBuilder()
            .setId(2)
            .setFailed(Wire.ClientFailed.newBuilder().setDetail("no")));

    assertThat(SYNOD.serializer().fromBinary(ask.build().toByteArray(), "CA"))
        .isEqualTo(
            new Ask("c", List.of(new Call.SubmitIn(4, Place.of(7, 5), WordCodec.read(payload())))));
    assertThat(SYNOD.serializer().fromBinary(answer.build().toByteArray(), "CR"))
        .isEqualTo(new Answer(List.of(new Result.Failed(2, "no"))));
  }

  private static Wire.ClientCall submitIn(long id, long session, long sequence) {
    return Wire.ClientCall.newBuilder()
        .setId(id)
        .setSubmitIn(
            Wire.ClientSubmitIn.newBuilder()
                .setSession(session)
                .setSequence(sequence)
                .setCommand(payload()))
        .build();
  }

  private static Wire.Payload payload() {
    return WordCodec.write(PAYLOAD);
  }

  private static void assertComesBack(Object message, String manifest) throws Exception {
    byte[] bytes = SYNOD.serializer().toBinary(message);

    assertThat(SYNOD.serializer().manifest(message)).isEqualTo(manifest);
    assertThat(SYNOD.serializer().fromBinary(bytes, manifest)).isEqualTo(message);
  }
}
